package org.spotrl.studies.selection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.component.Component;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.api.selection.Estimate;
import org.spotrl.api.selection.SelectionCriterion;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.studies.study.RecordedStudy;
import org.spotrl.studies.study.RunProgress;
import org.spotrl.studies.study.StudyPlan;

/** Estimates all finished runs of a study by some criteria. */
public final class Selector {

  private static final String SCORE = "final/normalized_score";

  private final RecordedStudy study;
  private final List<Component<SelectionCriterion>> criteria;
  private final ConfigLoader loader;
  private final ProgressListener progress;
  private final EstimateFiles files;
  private final Map<String, Integer> missing = new LinkedHashMap<>();
  private @Nullable Component<DatasetSource> loaded;
  private @Nullable Trajectories data;

  /**
   * A selector.
   *
   * @param study a study in a folder
   * @param progress gets how far expensive criteria have come
   */
  public Selector(
      RecordedStudy study,
      List<Component<SelectionCriterion>> criteria,
      ConfigLoader loader,
      ProgressListener progress) {
    this.study = study;
    this.criteria = List.copyOf(criteria);
    this.loader = loader;
    this.progress = progress;
    this.files = new EstimateFiles(((RecordedRun) study.record()).artifacts());
  }

  /**
   * Estimates the runs and selects the arms. Estimates of expensive criteria are recorded one by
   * one, so a later call does not repeat them.
   *
   * @throws SpotInputException if there is only one arm, no finished run, or the data of a run
   *     cannot be loaded
   */
  public Selection select() {
    StudyPlan plan = study.plan();
    if (plan.arms().size() < 2) {
      throw new SpotInputException(
          "the study '%s' has one arm, '%s', so there is nothing to choose; add arms or a grid to its file"
              .formatted(plan.study(), String.join(", ", plan.arms())));
    }
    List<StudyPlan.PlannedRun> finished = new ArrayList<>();
    List<String> unfinished = new ArrayList<>();
    for (StudyPlan.PlannedRun run : plan.runs()) {
      RunProgress state = RunProgress.of(study.runs().get(run.key()));
      if (state == RunProgress.FINISHED) {
        finished.add(run);
      } else {
        unfinished.add("%s (%s)".formatted(run.name(), state.name().toLowerCase(Locale.ROOT)));
      }
    }
    if (finished.isEmpty()) {
      throw new SpotInputException(
          "no run of the study '%s' is finished; run them first: %s"
              .formatted(plan.study(), SpotCommand.line("sweep", "FILE")));
    }
    List<Selection.Criterion> described =
        criteria.stream()
            .map(
                each -> {
                  SelectionCriterion created = each.create();
                  return new Selection.Criterion(
                      each.type().name(), created.higherIsBetter(), created.unit());
                })
            .toList();
    List<Selection.OfDataset> datasets = new ArrayList<>();
    Map<String, List<Double>> estimates = estimates(finished);
    for (String dataset : plan.datasets()) {
      List<Selection.Arm> arms = new ArrayList<>();
      for (String arm : plan.arms()) {
        List<StudyPlan.PlannedRun> runs =
            finished.stream()
                .filter(run -> run.arm().equals(arm) && run.dataset().equals(dataset))
                .toList();
        if (!runs.isEmpty()) {
          arms.add(arm(arm, runs, estimates));
        }
      }
      if (!arms.isEmpty()) {
        datasets.add(Selection.OfDataset.of(dataset, arms, described));
      }
    }
    return new Selection(described, datasets, unfinished, notes());
  }

  /** The estimates by key of the run, one for each criterion; NaN where one is missing. */
  private Map<String, List<Double>> estimates(List<StudyPlan.PlannedRun> runs) {
    Map<String, List<Double>> estimates = new HashMap<>();
    for (StudyPlan.PlannedRun planned : runs) {
      StudyPolicyRun run = run(planned, estimates.size() + 1, runs.size());
      List<Double> values = new ArrayList<>();
      for (Component<SelectionCriterion> criterion : criteria) {
        Estimate estimate = run.estimate(criterion);
        values.add(estimate.value());
        if (!estimate.isPresent()) {
          missing.merge(
              "no %s of arm '%s' on %s: %s"
                  .formatted(
                      criterion.type().name(), planned.arm(), planned.dataset(), estimate.reason()),
              1,
              Integer::sum);
        }
      }
      estimates.put(planned.key(), values);
    }
    return estimates;
  }

  private StudyPolicyRun run(StudyPlan.PlannedRun planned, int number, int count) {
    RecordedRun recorded = recorded(planned);
    ExperimentConfig config = loader.loadRecorded(LocalRun.of(recorded).config()).config();
    return new StudyPolicyRun(
        recorded,
        config,
        () -> data(config.dataset()),
        files,
        (activity, done, total, figures) ->
            progress.report(
                "run %d of %d: %s".formatted(number, count, activity), done, total, figures));
  }

  private RecordedRun recorded(StudyPlan.PlannedRun planned) {
    return (RecordedRun) Objects.requireNonNull(study.runs().get(planned.key()));
  }

  /** The data of a source. The last one is kept, because runs of one data set follow each other. */
  private Trajectories data(Component<DatasetSource> source) {
    Trajectories kept = data;
    if (kept == null || !source.equals(loaded)) {
      // Frees the memory of the last data before the next is loaded.
      data = null;
      kept = source.create().load(progress);
      data = kept;
      loaded = source;
    }
    return kept;
  }

  /** The means over the runs of an arm. One run without a number leaves the mean unknown. */
  private Selection.Arm arm(
      String name, List<StudyPlan.PlannedRun> runs, Map<String, List<Double>> estimates) {
    List<Double> means = new ArrayList<>();
    for (int c = 0; c < criteria.size(); c++) {
      int criterion = c;
      means.add(
          mean(
              runs.stream()
                  .mapToDouble(
                      run -> Objects.requireNonNull(estimates.get(run.key())).get(criterion))));
    }
    return new Selection.Arm(
        name, runs.size(), mean(runs.stream().mapToDouble(run -> score(recorded(run)))), means);
  }

  private static double mean(DoubleStream values) {
    return values.average().orElse(Double.NaN);
  }

  private static double score(RecordedRun run) {
    return Optional.ofNullable(run.latestMetrics().get(SCORE))
        .map(MetricPoint::value)
        .orElse(Double.NaN);
  }

  private List<String> notes() {
    return missing.entrySet().stream()
        .map(
            note ->
                note.getValue() == 1
                    ? note.getKey()
                    : "%s (%d runs)".formatted(note.getKey(), note.getValue()))
        .toList();
  }
}
