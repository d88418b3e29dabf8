package org.spotrl.studies.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.spotrl.experiments.config.DefiningSettings;
import org.spotrl.experiments.run.RunIdentity;
import org.spotrl.mlflow.format.RunState;
import org.spotrl.studies.statistics.SeedStatistics;

/**
 * Runs grouped by keys, with statistics of a metric over the seeds of each group.
 *
 * <p>All runs of a group have the same configuration and differ only in the seed. If runs with the
 * same values have several configurations, each configuration has its own group.
 *
 * @param groups the groups, sorted by their values
 * @param notes notes on the statistics: excluded runs, split groups
 */
public record RunGroups(List<Group> groups, List<String> notes) {

  private static final int SHOWN = 4;

  /**
   * One group.
   *
   * @param values the values of the keys
   * @param settings what distinguishes it from other groups with the same values: the method if
   *     that is enough, else settings; empty if there is no other group
   * @param runs the runs that count, each with another seed
   * @param statistics statistics of the metric
   */
  public record Group(
      List<String> values,
      Map<String, String> settings,
      List<RunRecord> runs,
      SeedStatistics statistics) {}

  /**
   * Groups runs.
   *
   * <p>Runs that have not finished or lack the metric are excluded. Of several runs with the same
   * configuration and seed only the one with the latest start counts: the others have the same
   * numbers and would make the spread look too small.
   *
   * @param keys full names, see {@link RunKeys#find}
   * @param metric full name of the metric; its latest values are used
   */
  public static RunGroups of(List<RunRecord> runs, List<String> keys, String metric) {
    List<String> notes = new ArrayList<>();
    List<RunRecord> counting =
        keep(runs, "not in state finished", run -> run.run().state() == RunState.FINISHED, notes);
    counting = keep(counting, "without " + metric, run -> run.metric(metric).isPresent(), notes);
    counting = withoutRepetitions(counting, notes);
    Map<List<String>, Map<String, List<RunRecord>>> byValues = new LinkedHashMap<>();
    for (RunRecord run : RunKeys.sorted(counting, keys)) {
      List<String> values =
          keys.stream().map(key -> run.value(key).orElse(ParameterDifferences.ABSENT)).toList();
      byValues
          .computeIfAbsent(values, v -> new LinkedHashMap<>())
          .computeIfAbsent(run.configuration(), c -> new ArrayList<>())
          .add(run);
    }
    List<Group> groups = new ArrayList<>();
    byValues.forEach(
        (values, byConfiguration) -> groups.addAll(split(values, byConfiguration, metric, notes)));
    return new RunGroups(List.copyOf(groups), List.copyOf(notes));
  }

  private static List<Group> split(
      List<String> values,
      Map<String, List<RunRecord>> byConfiguration,
      String metric,
      List<String> notes) {
    List<RunRecord> first = byConfiguration.values().stream().map(runs -> runs.get(0)).toList();
    Map<String, List<String>> differences = new TreeMap<>();
    if (first.size() > 1) {
      differences.putAll(differences(first));
      notes.add(
          "the runs of %s differ not only in the seed but also in %s: each configuration has its own line"
              .formatted(String.join(", ", values), names(differences)));
    }
    Map<String, List<String>> shown = distinguishing(first, differences);
    List<Group> groups = new ArrayList<>();
    for (List<RunRecord> runs : byConfiguration.values()) {
      Map<String, String> settings = new LinkedHashMap<>();
      int index = groups.size();
      shown.forEach((name, each) -> settings.put(name, each.get(index)));
      List<Double> metrics = runs.stream().flatMap(run -> run.metric(metric).stream()).toList();
      groups.add(new Group(values, settings, runs, SeedStatistics.of(metrics)));
    }
    return groups;
  }

  /** The differing settings that define numbers; runs that continued others may have none. */
  private static Map<String, List<String>> differences(List<RunRecord> runs) {
    Map<String, List<String>> differences = new TreeMap<>(ParameterDifferences.of(runs));
    differences
        .keySet()
        .removeIf(
            name -> !DefiningSettings.contain(name) || name.equals(ParameterDifferences.CODE));
    return differences.isEmpty()
        ? Map.of(RunIdentity.CONFIGURATION, runs.stream().map(RunRecord::configuration).toList())
        : differences;
  }

  private static Map<String, List<String>> distinguishing(
      List<RunRecord> runs, Map<String, List<String>> differences) {
    List<String> methods =
        runs.stream().map(run -> run.method().orElse(ParameterDifferences.ABSENT)).toList();
    return differences.size() > 1 && methods.stream().distinct().count() == runs.size()
        ? Map.of(RunIdentity.METHOD, methods)
        : differences;
  }

  private static String names(Map<String, List<String>> differences) {
    return differences.keySet().stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (differences.size() > SHOWN ? " and %d more".formatted(differences.size() - SHOWN) : "");
  }

  private static List<RunRecord> keep(
      List<RunRecord> runs, String reason, Predicate<RunRecord> rule, List<String> notes) {
    List<RunRecord> kept = runs.stream().filter(rule).toList();
    int left = runs.size() - kept.size();
    if (left > 0) {
      String names =
          runs.stream()
              .filter(rule.negate())
              .map(run -> "%s (%s)".formatted(run.run().name(), run.state()))
              .sorted()
              .collect(Collectors.joining(", "));
      notes.add("excluded %d %s %s: %s".formatted(left, left == 1 ? "run" : "runs", reason, names));
    }
    return kept;
  }

  private static List<RunRecord> withoutRepetitions(List<RunRecord> runs, List<String> notes) {
    Map<List<String>, RunRecord> latest = new LinkedHashMap<>();
    for (RunRecord run : runs) {
      latest.merge(
          identity(run), run, (a, b) -> a.run().startMillis() >= b.run().startMillis() ? a : b);
    }
    int repeated = runs.size() - latest.size();
    if (repeated > 0) {
      notes.add(
          "excluded %d %s: a later run has the same configuration and seed"
              .formatted(repeated, repeated == 1 ? "run" : "runs"));
    }
    return List.copyOf(latest.values());
  }

  /** Runs with the same identity have the same numbers; a run without a seed is unique. */
  private static List<String> identity(RunRecord run) {
    return List.of(run.configuration(), run.value(RunIdentity.SEED).orElse(run.run().id()));
  }
}
