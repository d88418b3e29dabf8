package org.spotrl.studies.selection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.component.Component;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.error.SpotStoppedException;
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
  private final int jobs;
  private final ProgressListener progress;
  private final EstimateFiles files;
  private @Nullable Component<DatasetSource> loaded;
  private @Nullable Trajectories data;

  /**
   * A selector.
   *
   * @param study a study in a folder
   * @param jobs number of runs that are estimated at a time
   * @param progress gets how far expensive criteria have come; from any thread
   */
  public Selector(
      RecordedStudy study,
      List<Component<SelectionCriterion>> criteria,
      ConfigLoader loader,
      int jobs,
      ProgressListener progress) {
    this.study = study;
    this.criteria = List.copyOf(criteria);
    this.loader = loader;
    this.jobs = jobs;
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
    Map<String, List<Estimate>> estimates = estimates(finished);
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
    return new Selection(described, datasets, unfinished, notes(finished, estimates));
  }

  /** The estimates by key of the run, one for each criterion. */
  private Map<String, List<Estimate>> estimates(List<StudyPlan.PlannedRun> runs) {
    Map<String, Future<List<Estimate>>> begun = new LinkedHashMap<>();
    Map<String, List<Estimate>> estimates = new LinkedHashMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger done = new AtomicInteger();
    try {
      for (StudyPlan.PlannedRun run : runs) {
        ProgressListener own = progressOf(begun.size() + 1, runs.size(), over);
        begun.put(
            run.key(),
            pool.submit(
                () -> {
                  List<Estimate> all = estimates(run, own);
                  if (jobs > 1) {
                    progress.report("runs", done.incrementAndGet(), runs.size(), Map.of());
                  }
                  return all;
                }));
      }
      for (Map.Entry<String, Future<List<Estimate>>> each : begun.entrySet()) {
        estimates.put(each.getKey(), each.getValue().get());
      }
      return estimates;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new SpotRunException("an estimate failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpotStoppedException();
    } finally {
      over.set(true);
      pool.shutdownNow();
    }
  }

  private List<Estimate> estimates(StudyPlan.PlannedRun planned, ProgressListener own) {
    RecordedRun recorded = recorded(planned);
    ExperimentConfig config = loader.loadRecorded(LocalRun.of(recorded).config()).config();
    StudyPolicyRun run =
        new StudyPolicyRun(recorded, config, () -> data(config.dataset()), files, own);
    return criteria.stream().map(run::estimate).toList();
  }

  /** Progress of one run, which is shown if it is the only one at its time; it ends with others. */
  private ProgressListener progressOf(int number, int count, AtomicBoolean over) {
    return (activity, done, total, figures) -> {
      if (over.get()) {
        throw new SpotStoppedException();
      }
      if (jobs == 1) {
        String shown = "run %d of %d: %s".formatted(number, count, activity);
        progress.report(shown, done, total, figures);
      }
    };
  }

  private RecordedRun recorded(StudyPlan.PlannedRun planned) {
    return (RecordedRun) Objects.requireNonNull(study.runs().get(planned.key()));
  }

  /** The data of a source. The last one is kept, because runs of one data set follow each other. */
  private synchronized Trajectories data(Component<DatasetSource> source) {
    Trajectories kept = data;
    if (kept == null || !source.equals(loaded)) {
      // Frees the memory of the last data before the next is loaded.
      data = null;
      kept = source.create().load(jobs == 1 ? progress : ProgressListener.NONE);
      data = kept;
      loaded = source;
    }
    return kept;
  }

  /** The means over the runs of an arm. One run without a number leaves the mean unknown. */
  private Selection.Arm arm(
      String name, List<StudyPlan.PlannedRun> runs, Map<String, List<Estimate>> estimates) {
    List<Double> means = new ArrayList<>();
    for (int c = 0; c < criteria.size(); c++) {
      int criterion = c;
      means.add(
          mean(
              runs.stream()
                  .mapToDouble(
                      run ->
                          Objects.requireNonNull(estimates.get(run.key()))
                              .get(criterion)
                              .value())));
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

  /** Why estimates are missing, with the number of runs. */
  private List<String> notes(
      List<StudyPlan.PlannedRun> runs, Map<String, List<Estimate>> estimates) {
    Map<String, Integer> missing = new LinkedHashMap<>();
    for (StudyPlan.PlannedRun run : runs) {
      List<Estimate> all = Objects.requireNonNull(estimates.get(run.key()));
      for (int c = 0; c < criteria.size(); c++) {
        if (!all.get(c).isPresent()) {
          missing.merge(
              "no %s of arm '%s' on %s: %s"
                  .formatted(
                      criteria.get(c).type().name(), run.arm(), run.dataset(), all.get(c).reason()),
              1,
              Integer::sum);
        }
      }
    }
    return missing.entrySet().stream()
        .map(
            note ->
                note.getValue() == 1
                    ? note.getKey()
                    : "%s (%d runs)".formatted(note.getKey(), note.getValue()))
        .toList();
  }
}
