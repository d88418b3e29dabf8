package org.spotrl.studies.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.spotrl.experiments.config.DefiningSettings;

/**
 * Runs grouped by what they have recorded, and a metric over the seeds of each group.
 *
 * @param groups in the order of their values
 * @param notes what a reader of the statistics must know: runs left out, groups of unlike runs
 */
public record RunGroups(List<Group> groups, List<String> notes) {

  private static final String LEFT_OUT = " left out: ";

  /**
   * One group.
   *
   * @param values what its runs have under the keys, in their order
   * @param runs those that count
   * @param statistics of the metric
   */
  public record Group(List<String> values, List<RunRecord> runs, SeedStatistics statistics) {}

  /**
   * Groups runs.
   *
   * <p>A run without the metric is left out. Of several runs with the same configuration and seed
   * the one that started last counts: the others hold the same numbers, and would make the spread
   * look smaller than it is.
   *
   * @param keys whole names, see {@link RunKeys#find}
   * @param metric whole name of the metric whose latest values are taken
   */
  public static RunGroups of(List<RunRecord> runs, List<String> keys, String metric) {
    List<String> notes = new ArrayList<>();
    List<RunRecord> counting = withoutRepetitions(withMetric(runs, metric, notes), notes);
    Map<List<String>, List<RunRecord>> byValues = new LinkedHashMap<>();
    for (RunRecord run : RunKeys.sorted(counting, keys)) {
      List<String> values =
          keys.stream().map(key -> run.value(key).orElse(ParameterDifferences.ABSENT)).toList();
      byValues.computeIfAbsent(values, v -> new ArrayList<>()).add(run);
    }
    List<Group> groups = new ArrayList<>();
    byValues.forEach(
        (values, members) -> {
          String unlike =
              ParameterDifferences.of(members).keySet().stream()
                  .filter(DefiningSettings::contain)
                  .filter(name -> !name.equals(ParameterDifferences.CODE))
                  .collect(Collectors.joining(", "));
          if (!unlike.isEmpty()) {
            notes.add(
                "the runs of %s differ by more than their seed, in %s: add --group-by or --where"
                    .formatted(String.join(", ", values), unlike));
          }
          List<Double> metrics =
              members.stream().flatMap(run -> run.metric(metric).stream()).toList();
          groups.add(new Group(values, members, SeedStatistics.of(metrics)));
        });
    return new RunGroups(List.copyOf(groups), List.copyOf(notes));
  }

  private static List<RunRecord> withMetric(
      List<RunRecord> runs, String metric, List<String> notes) {
    List<RunRecord> with = runs.stream().filter(run -> run.metric(metric).isPresent()).toList();
    if (with.size() < runs.size()) {
      String names =
          runs.stream()
              .filter(run -> run.metric(metric).isEmpty())
              .map(run -> "%s (%s)".formatted(run.run().name(), run.state()))
              .sorted()
              .collect(Collectors.joining(", "));
      notes.add(runs.size() - with.size() + LEFT_OUT + "no " + metric + " in " + names);
    }
    return with;
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
          repeated
              + LEFT_OUT
              + "the same configuration and seed ran again later, so they are not another seed");
    }
    return List.copyOf(latest.values());
  }

  /** What makes two runs the same experiment; a run that spot did not record is like no other. */
  private static List<String> identity(RunRecord run) {
    String hash = run.tags().getOrDefault("config_hash", run.run().id());
    return List.of(hash, run.value("seed").orElse(""));
  }
}
