package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.error.SpotException;
import org.spotrl.mlflow.format.SavedView;

/**
 * The saved views "Methods over seeds" and "Support" of an experiment, which MLflow's page opens
 * with. They show what the experiment's runs have recorded; experiments without a method tag and a
 * score get none. Views that a user created or changed are not touched.
 */
public final class ExperimentViews {

  private static final Logger LOG = LoggerFactory.getLogger(ExperimentViews.class);

  private static final String SCORE = "eval/normalized_score";
  private static final String FINAL_SCORE = "final/normalized_score";

  /** Start of the names of pictures of the evaluation's episodes. */
  private static final String EVALUATION = "eval/";

  /** Metrics that are compared with each other, in one chart. */
  private static final List<List<String>> PAIRS =
      List.of(
          List.of("support/log_density_policy", "support/log_density_data"),
          List.of("common_support/log_density_policy", "common_support/log_density_data"),
          List.of("q/policy_mean", "q/data_mean"),
          List.of("actions/policy_abs_mean", "actions/data_abs_mean"),
          List.of("actions/policy_saturated_share", "actions/data_saturated_share"));

  /**
   * The tags that name what is compared: the arm of a study, else the method; runs of earlier
   * versions have only the last one.
   */
  private static final List<String> METHOD_TAGS = List.of("study.arm", "method", "algorithm");

  /** Tag with the data set of a run of a study. */
  private static final String DATASET = "study.data";

  private static final String SEED = "seed";

  /** Number of latest runs that are read; MLflow's page initially loads as many. */
  private static final int RUNS = 100;

  private static final int COLUMNS = 10;

  /** Keeps a view below 5,000 characters, a server's limit for a tag. */
  private static final int CHARTS = 30;

  private static final int HEIGHT = 360;
  private static final int IMAGE_HEIGHT = 660;

  private final Set<String> metrics = new TreeSet<>();
  private final Map<String, Set<String>> parameters = new TreeMap<>();
  private final Set<String> tags = new HashSet<>();

  /** The data sets of a study. */
  private final Set<String> datasets = new HashSet<>();

  /** The last step of each image series. */
  private final Map<String, Long> images = new TreeMap<>();

  private final Set<Long> seedsWithImages = new TreeSet<>();

  private ExperimentViews(List<RecordedRun> runs) throws IOException {
    for (RecordedRun run : runs) {
      metrics.addAll(MetricFile.all(RunFolder.of(run.folder()).metrics()).keySet());
      run.parameters()
          .forEach(
              (name, value) -> parameters.computeIfAbsent(name, key -> new HashSet<>()).add(value));
      Map<String, String> own = run.tags();
      tags.addAll(own.keySet());
      Optional.ofNullable(own.get(DATASET)).ifPresent(datasets::add);
      Map<String, Long> drawn = RunArtifacts.lastSteps(run.artifacts());
      drawn.forEach((series, step) -> images.merge(series, step, Math::max));
      String seed = own.getOrDefault(SEED, "");
      if (!drawn.isEmpty() && seed.matches("-?\\d{1,18}")) {
        seedsWithImages.add(Long.valueOf(seed));
      }
    }
  }

  /**
   * Updates the views of an experiment; logs a warning if the folder cannot be written.
   *
   * @param experiment the folder of the experiment
   * @param millis the time of writing, milliseconds since 1970
   */
  public static void refresh(Path experiment, long millis) {
    try {
      List<RecordedRun> runs = FolderRuns.at(experiment).stream().limit(RUNS).toList();
      if (runs.isEmpty()) {
        return;
      }
      Map<String, String> existing = runs.get(0).experiment().tags();
      Map<String, String> changed = new TreeMap<>();
      new ExperimentViews(runs)
          .views()
          .forEach(
              (key, view) -> {
                String tag = SavedView.TAG + key;
                view.replacing(existing.getOrDefault(tag, ""), millis)
                    .ifPresent(value -> changed.put(tag, value));
              });
      // Staged in a run's folder, because every file in the tags folder is a tag.
      FolderFiles.replace(runs.get(0).folder(), experiment.resolve(Layout.TAGS), "tag", changed);
    } catch (IOException | SpotException e) {
      LOG.warn("MLflow's views of {} are not up to date: {}", experiment, e.getMessage());
    }
  }

  private Map<String, SavedView> views() {
    Optional<String> method = METHOD_TAGS.stream().filter(tags::contains).findFirst();
    Map<String, SavedView> views = new LinkedHashMap<>();
    if (method.isPresent() && metrics.contains(SCORE)) {
      views.put(SavedView.METHODS, methods(method.get()));
      if (!images.isEmpty()) {
        views.put(SavedView.SUPPORT, support(method.get()));
      }
    }
    return views;
  }

  /** Score, support and training metrics, with a line or a bar for each method. */
  private SavedView methods(String method) {
    boolean several = datasets.size() > 1;
    SavedView view =
        new SavedView("Methods over seeds")
            .groupBy(several ? List.of(method, DATASET) : List.of(method));
    addColumns(view, method);
    if (several) {
      view.column("tags", DATASET);
    }
    Set<String> shown = new HashSet<>(List.of(SCORE, FINAL_SCORE));
    view.section("Score", true, 2, HEIGHT).lines(List.of(SCORE)).bars(FINAL_SCORE);
    addSection(view, shown, "Support", ExperimentViews::isSupport);
    addSection(
        view,
        shown,
        "Values and actions",
        name -> name.startsWith("q/") || name.startsWith("actions/"));
    addSection(
        view,
        shown,
        "Training",
        name -> name.startsWith("train/") && !name.startsWith("train/density_"));
    addSection(view, shown, "Training of the density", name -> name.startsWith("train/density_"));
    // MLflow adds the charts of other metrics; these sections only fix their order.
    Set<String> others = new TreeSet<>();
    metrics.stream()
        .filter(name -> !shown.contains(name) && name.contains("/"))
        .forEach(name -> others.add(name.substring(0, name.lastIndexOf('/'))));
    boolean system = others.remove("system");
    others.forEach(
        name -> view.section(name, !Set.of("eval", "final", "time").contains(name), 3, HEIGHT));
    if (system) {
      view.section("System metrics", false, 3, HEIGHT);
    }
    return view;
  }

  private void addSection(
      SavedView view, Set<String> shown, String title, Predicate<String> wanted) {
    List<List<String>> charts = new ArrayList<>();
    List<String> names = new ArrayList<>(metrics.stream().filter(wanted).toList());
    for (List<String> pair : PAIRS) {
      if (names.containsAll(pair)) {
        names.removeAll(pair);
        charts.add(pair);
      }
    }
    names.forEach(name -> charts.add(List.of(name)));
    if (!charts.isEmpty()) {
      view.section(title, true, 2, HEIGHT);
      charts.stream()
          .limit(Math.max(0, CHARTS - shown.size()))
          .forEach(
              chart -> {
                view.lines(chart);
                shown.addAll(chart);
              });
    }
  }

  /** Support in single states for one seed: only runs with the same seed show the same states. */
  private SavedView support(String method) {
    SavedView view = new SavedView("Support");
    seedsWithImages.stream()
        .findFirst()
        .ifPresent(seed -> view.filter("tags.%s = \"%d\"".formatted(SEED, seed)));
    addColumns(view, method);
    addImages(view, "Images", name -> !name.startsWith(EVALUATION));
    addImages(view, "Rollouts", name -> name.startsWith(EVALUATION));
    addSection(view, new HashSet<>(), "Log densities", ExperimentViews::isSupport);
    return view;
  }

  private void addImages(SavedView view, String title, Predicate<String> wanted) {
    List<String> series = images.keySet().stream().filter(wanted).limit(CHARTS).toList();
    if (!series.isEmpty()) {
      view.section(title, true, 1, IMAGE_HEIGHT);
      series.forEach(name -> view.images(name, images.getOrDefault(name, 0L)));
    }
  }

  private static boolean isSupport(String metric) {
    return metric.startsWith("support/") || metric.startsWith("common_support/");
  }

  /** Adds columns for score, method, seed and the parameters with more than one value. */
  private void addColumns(SavedView view, String method) {
    view.column("metrics", FINAL_SCORE).column("tags", method).column("tags", SEED);
    Stream<Map.Entry<String, Set<String>>> varied =
        parameters.entrySet().stream()
            .filter(each -> each.getValue().size() > 1)
            .filter(each -> !each.getKey().equals(SEED) && !each.getKey().startsWith("tags."));
    varied.limit(COLUMNS).forEach(each -> view.column("params", each.getKey()));
  }
}
