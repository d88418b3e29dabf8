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

/**
 * Runs grouped by what they have recorded, and a metric over the seeds of each group.
 *
 * <p>All runs of a group have one configuration, so that they differ by their seed alone: where
 * runs of several configurations have the same values, there is a group for each.
 *
 * @param groups in the order of their values
 * @param notes what a reader of the statistics must know: runs left out, groups that were split
 */
public record RunGroups(List<Group> groups, List<String> notes) {

  private static final int SHOWN = 4;

  /**
   * One group.
   *
   * @param values what its runs have under the keys, in their order
   * @param settings what distinguishes it from other groups of the same values: the method where
   *     that is enough, else settings; empty if there is no other
   * @param runs those that count, each of another seed
   * @param statistics of the metric
   */
  public record Group(
      List<String> values,
      Map<String, String> settings,
      List<RunRecord> runs,
      SeedStatistics statistics) {}

  /**
   * Groups runs.
   *
   * <p>A run that is not finished, or has not the metric, is left out. Of several runs with the
   * same configuration and seed the one that started last counts: the others hold the same numbers,
   * and would make the spread look smaller than it is.
   *
   * @param keys whole names, see {@link RunKeys#find}
   * @param metric whole name of the metric whose latest values are taken
   */
  public static RunGroups of(List<RunRecord> runs, List<String> keys, String metric) {
    List<String> notes = new ArrayList<>();
    List<RunRecord> counting =
        keep(runs, "unfinished", run -> run.run().state() == RunState.FINISHED, notes);
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
          "the runs of %s differ by more than their seed, in %s: there is a line for each configuration"
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

  /** The settings that define numbers and differ; runs that continued others may have none. */
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
      notes.add(
          "%d %s %s, left out: %s".formatted(left, left == 1 ? "run" : "runs", reason, names));
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
          "%d %s left out: the same configuration and seed ran again later, so they are not another seed"
              .formatted(repeated, repeated == 1 ? "run" : "runs"));
    }
    return List.copyOf(latest.values());
  }

  /** What makes two runs hold the same numbers; a run without a seed is like no other. */
  private static List<String> identity(RunRecord run) {
    return List.of(run.configuration(), run.value(RunIdentity.SEED).orElse(run.run().id()));
  }
}
