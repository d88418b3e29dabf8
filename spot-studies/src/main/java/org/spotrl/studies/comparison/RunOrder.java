package org.spotrl.studies.comparison;

import java.util.Comparator;
import java.util.List;

/** Sorts runs by what they have recorded. */
public final class RunOrder {

  private static final Comparator<String> NATURAL =
      Comparator.comparing((String text) -> RunFilter.number(text).isEmpty())
          .thenComparing(text -> RunFilter.number(text).orElse(0.0))
          .thenComparing(
              text -> RunFilter.number(text).isPresent() ? "" : text,
              String.CASE_INSENSITIVE_ORDER);

  private RunOrder() {}

  /**
   * The runs sorted by keys, the first one counting most; numbers as numbers, before all texts. A
   * minus before a key turns its order round. A run without a value comes last either way.
   *
   * @throws org.spotrl.api.error.SpotInputException if none of the runs has such a key
   */
  public static List<RunRecord> sorted(List<RunRecord> runs, List<String> by) {
    if (runs.isEmpty()) {
      return runs;
    }
    RunKeys keys = new RunKeys(runs);
    return by.stream()
        .map(typed -> order(keys, typed))
        .reduce(Comparator::thenComparing)
        .map(order -> runs.stream().sorted(order).toList())
        .orElse(runs);
  }

  private static Comparator<RunRecord> order(RunKeys keys, String typed) {
    boolean falling = typed.startsWith("-");
    String key = keys.find(falling ? typed.substring(1) : typed);
    return Comparator.comparing((RunRecord run) -> run.value(key).isEmpty())
        .thenComparing(run -> run.value(key).orElse(""), falling ? NATURAL.reversed() : NATURAL);
  }
}
