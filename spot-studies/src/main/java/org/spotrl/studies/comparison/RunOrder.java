package org.spotrl.studies.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** Sorts runs by what they have recorded. */
public final class RunOrder {

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
    List<RunRecord> sorted = new ArrayList<>(runs);
    // The sort is stable, so the key that counts most comes last.
    for (int i = by.size() - 1; i >= 0; i--) {
      boolean falling = by.get(i).startsWith("-");
      String key = keys.find(falling ? by.get(i).substring(1) : by.get(i));
      Comparator<String> values = falling ? natural().reversed() : natural();
      sorted.sort(
          Comparator.comparing((RunRecord run) -> run.value(key).isEmpty())
              .thenComparing(run -> run.value(key).orElse(""), values));
    }
    return List.copyOf(sorted);
  }

  private static Comparator<String> natural() {
    return (a, b) -> {
      OptionalDouble x = RunFilter.number(a);
      OptionalDouble y = RunFilter.number(b);
      if (x.isPresent() && y.isPresent()) {
        return Double.compare(x.getAsDouble(), y.getAsDouble());
      }
      return x.isPresent() ? -1 : y.isPresent() ? 1 : a.compareToIgnoreCase(b);
    };
  }
}
