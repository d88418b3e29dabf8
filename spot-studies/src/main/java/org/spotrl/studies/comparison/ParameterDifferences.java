package org.spotrl.studies.comparison;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The parameters in which runs differ. */
public final class ParameterDifferences {

  /** The value of a parameter that a run does not have. */
  public static final String ABSENT = "-";

  /** The key for differing git commits. */
  static final String CODE = "code";

  private static final String COMMIT_TAG = "mlflow.source.git.commit";
  private static final int COMMIT = 10;

  private ParameterDifferences() {}

  /**
   * The values of each parameter that differs, in the order of the runs; {@link #ABSENT} for none.
   * The last entry is {@code code}, the start of the git commit, if that differs.
   */
  public static Map<String, List<String>> of(List<RunRecord> runs) {
    Map<String, List<String>> all = new TreeMap<>();
    for (String name : runs.stream().flatMap(run -> run.parameters().keySet().stream()).toList()) {
      all.computeIfAbsent(name, key -> values(runs, RunRecord::parameters, key));
    }
    Map<String, List<String>> differences = new LinkedHashMap<>(all);
    differences.values().removeIf(values -> !differ(values));
    List<String> commits =
        values(runs, RunRecord::tags, COMMIT_TAG).stream()
            .map(commit -> commit.substring(0, Math.min(COMMIT, commit.length())))
            .toList();
    if (differ(commits)) {
      differences.put(CODE, commits);
    }
    return differences;
  }

  private static List<String> values(
      List<RunRecord> runs, Function<RunRecord, Map<String, String>> from, String name) {
    return runs.stream().map(run -> from.apply(run).getOrDefault(name, ABSENT)).toList();
  }

  private static boolean differ(List<String> values) {
    return values.stream().distinct().count() > 1;
  }
}
