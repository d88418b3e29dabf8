package org.spotrl.studies.comparison;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The settings in which runs differ. */
public final class ParameterDifferences {

  /** What a run has under a setting that it does not know. */
  public static final String ABSENT = "-";

  /** The setting's name under which commits stand that are not the same. */
  static final String CODE = "code";

  private static final String COMMIT_TAG = "mlflow.source.git.commit";
  private static final int COMMIT = 10;

  private ParameterDifferences() {}

  /**
   * The values of each setting that is not the same in all runs, run by run; {@link #ABSENT} for
   * none. Behind them {@code code}, the start of the git commit, if it differs.
   */
  public static Map<String, List<String>> of(List<RunRecord> runs) {
    Map<String, List<String>> differences = new LinkedHashMap<>();
    for (String name : names(runs)) {
      List<String> values =
          runs.stream().map(run -> run.parameters().getOrDefault(name, ABSENT)).toList();
      if (differ(values)) {
        differences.put(name, values);
      }
    }
    List<String> commits =
        runs.stream().map(run -> shortened(run.tags().getOrDefault(COMMIT_TAG, ABSENT))).toList();
    if (differ(commits)) {
      differences.put(CODE, commits);
    }
    return differences;
  }

  private static Set<String> names(Collection<RunRecord> runs) {
    Set<String> names = new TreeSet<>();
    runs.forEach(run -> names.addAll(run.parameters().keySet()));
    return names;
  }

  private static boolean differ(List<String> values) {
    return values.stream().distinct().count() > 1;
  }

  private static String shortened(String commit) {
    return commit.length() > COMMIT ? commit.substring(0, COMMIT) : commit;
  }
}
