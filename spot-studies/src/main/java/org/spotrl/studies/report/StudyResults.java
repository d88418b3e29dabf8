package org.spotrl.studies.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.studies.report.figure.Series;
import org.spotrl.studies.study.RecordedStudy;
import org.spotrl.studies.study.StudyPlan;
import org.spotrl.studies.study.StudyPlan.PlannedRun;

/** The results of a study's runs. */
final class StudyResults {

  private static final String LABELS = "tags.";
  private static final String ALGORITHM = "algorithm.type";
  private static final String LAMBDA = "algorithm.regularizer.lambda";
  private static final String UPDATES = "algorithm.updates";

  /** An arm on a data set. */
  private record Cell(String arm, String dataset) {

    static Cell of(PlannedRun run) {
      return new Cell(run.arm(), run.dataset());
    }
  }

  private final StudyPlan plan;
  private final List<RunResult> runs;
  private final Map<Cell, List<RunResult>> cells;
  private final Map<Cell, Map<String, String>> settings;
  private final Map<String, String> dataNames;

  private StudyResults(
      StudyPlan plan,
      List<RunResult> runs,
      Map<Cell, Map<String, String>> settings,
      Map<String, String> dataNames) {
    this.plan = plan;
    this.runs = List.copyOf(runs);
    this.settings = Map.copyOf(settings);
    this.dataNames = Map.copyOf(dataNames);
    cells =
        runs.stream()
            .sorted(Comparator.comparingLong(run -> run.run().seed()))
            .collect(Collectors.groupingBy(run -> Cell.of(run.run())));
  }

  /** Reads the results of all runs: the metrics of a report, and the settings of each arm once. */
  static StudyResults read(RecordedStudy study) {
    List<PlannedRun> planned = study.plan().runs();
    // Connections to servers are not thread-safe.
    boolean inFolder = study.record() instanceof RecordedRun;
    Stream<PlannedRun> each = inFolder ? planned.parallelStream() : planned.stream();
    List<RunResult> results =
        each.map(run -> RunResult.read(run, study.runs().get(run.key()))).toList();
    Map<Cell, Map<String, String>> settings = new HashMap<>();
    Map<String, String> dataNames = new HashMap<>();
    for (PlannedRun run : planned) {
      RunView view = study.runs().get(run.key());
      if (view != null && !settings.containsKey(Cell.of(run))) {
        settings.put(Cell.of(run), Map.copyOf(view.parameters()));
        dataNames.computeIfAbsent(run.dataset(), name -> view.tags().getOrDefault("dataset", name));
      }
    }
    return new StudyResults(study.plan(), results, settings, dataNames);
  }

  StudyPlan plan() {
    return plan;
  }

  /** All planned runs. */
  List<RunResult> runs() {
    return runs;
  }

  /** The arms with their look in figures. */
  List<Series> arms() {
    return IntStream.range(0, plan.arms().size())
        .mapToObj(i -> new Series(plan.arms().get(i), i))
        .toList();
  }

  /** The planned runs of an arm on a data set, by seed. */
  List<RunResult> runs(String arm, String dataset) {
    return cells.getOrDefault(new Cell(arm, dataset), List.of());
  }

  /** The runs of an arm on all data sets that count in tables. */
  List<RunResult> scored(String arm) {
    return plan.datasets().stream().flatMap(each -> scored(arm, each).stream()).toList();
  }

  /** The runs of an arm on a data set that count in tables, by seed. */
  List<RunResult> scored(String arm, String dataset) {
    return runs(arm, dataset).stream().filter(RunResult::isScored).toList();
  }

  /** The final scores of an arm on a data set, by seed. */
  double[] scores(String arm, String dataset) {
    return scored(arm, dataset).stream().mapToDouble(RunResult::score).toArray();
  }

  /** The final scores of an arm: {@code [data set][seed]}. */
  double[][] scores(String arm, List<String> datasets) {
    return datasets.stream().map(dataset -> scores(arm, dataset)).toArray(double[][]::new);
  }

  /** The arms that have a score on some data set. */
  List<Series> scoredArms() {
    return arms().stream().filter(arm -> !scored(arm.label()).isEmpty()).toList();
  }

  /** The data sets on which each of these arms has a score. */
  List<String> commonDatasets(List<Series> arms) {
    return plan.datasets().stream()
        .filter(each -> arms.stream().noneMatch(arm -> scored(arm.label(), each).isEmpty()))
        .toList();
  }

  /** The name of the data behind the study's name of it, for example {@code hopper-medium-v2}. */
  String dataName(String dataset) {
    return dataNames.getOrDefault(dataset, dataset);
  }

  /** The types of an arm's algorithm; usually one. */
  List<String> algorithms(String arm) {
    return plan.datasets().stream()
        .flatMap(dataset -> Stream.ofNullable(settings(arm, dataset).get(ALGORITHM)))
        .distinct()
        .toList();
  }

  /** Strength of the regulariser; NaN if there is none. */
  double lambda(String arm, String dataset) {
    return number(arm, dataset, LAMBDA);
  }

  /** Updates of the policy; NaN if no run is recorded. */
  double updates(String arm, String dataset) {
    return number(arm, dataset, UPDATES);
  }

  /**
   * Arms that differ in nothing but lambda on a data set, by increasing lambda. Each arm is in one
   * group; an arm without a recorded run is in none.
   */
  List<List<Series>> lambdaGroups(String dataset) {
    Map<Map<String, String>, List<Series>> groups =
        arms().stream()
            .filter(arm -> !settings(arm.label(), dataset).isEmpty())
            .collect(
                Collectors.groupingBy(
                    arm -> withoutLambda(settings(arm.label(), dataset)), Collectors.toList()));
    List<List<Series>> sorted = new ArrayList<>();
    groups
        .values()
        .forEach(
            group ->
                sorted.add(
                    group.stream()
                        .sorted(Comparator.comparingDouble(arm -> lambda(arm.label(), dataset)))
                        .toList()));
    sorted.sort(
        Comparator.comparingInt(
            group -> group.stream().mapToInt(Series::index).min().orElseThrow()));
    return sorted;
  }

  /** The number of runs by what they have in common. */
  <K extends Comparable<K>> Map<K, Long> count(Function<RunResult, K> property) {
    return runs.stream().collect(Collectors.groupingBy(property, Collectors.counting()));
  }

  private static Map<String, String> withoutLambda(Map<String, String> settings) {
    Map<String, String> others = new HashMap<>(settings);
    others.keySet().removeIf(key -> key.equals(LAMBDA) || key.equals("seed"));
    others.keySet().removeIf(key -> key.startsWith(LABELS));
    return others;
  }

  private Map<String, String> settings(String arm, String dataset) {
    return settings.getOrDefault(new Cell(arm, dataset), Map.of());
  }

  private double number(String arm, String dataset, String key) {
    String text = settings(arm, dataset).getOrDefault(key, "");
    try {
      return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      // A setting of a user's own component with the same name may be a text.
      return Double.NaN;
    }
  }
}
