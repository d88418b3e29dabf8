package org.spotrl.studies.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's correction of p-values for several comparisons.
 *
 * @see <a href="https://www.jstor.org/stable/4615733">Holm (1979), "A simple sequentially rejective
 *     multiple test procedure"</a>
 */
public final class Holm {

  private Holm() {}

  /**
   * Returns the adjusted p-values, in the order of the arguments.
   *
   * <p>If one rejects each hypothesis whose adjusted p-value is below alpha, the probability of any
   * false rejection is at most alpha. The i-th smallest of m p-values, from i = 0, is multiplied by
   * m - i; it is at least the one before it and at most 1.
   *
   * @param p p-values of all comparisons that were made, each from 0 to 1
   * @throws IllegalArgumentException if a p-value is not from 0 to 1
   */
  public static double[] adjust(double... p) {
    Scores.refuse(
        IntStream.range(0, p.length)
            .filter(i -> !(p[i] >= 0 && p[i] <= 1))
            .mapToObj(i -> "p[%d] is %s".formatted(i, p[i]))
            .toList(),
        "a p-value is a number from 0 to 1");
    int[] ascending =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[p.length];
    double before = 0;
    for (int i = 0; i < ascending.length; i++) {
      before = Math.max(before, Math.min(1, (p.length - i) * p[ascending[i]]));
      adjusted[ascending[i]] = before;
    }
    return adjusted;
  }
}
