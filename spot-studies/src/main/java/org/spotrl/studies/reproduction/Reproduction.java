package org.spotrl.studies.reproduction;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.provenance.Libraries;
import org.spotrl.experiments.provenance.Plugin;
import org.spotrl.experiments.provenance.Provenance;
import org.spotrl.experiments.run.ExperimentRunner;
import org.spotrl.experiments.run.RunIdentity;
import org.spotrl.experiments.run.RunReporter;
import org.spotrl.experiments.run.RunSummary;
import org.spotrl.experiments.run.StopSignal;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.mlflow.format.RunState;

/**
 * Runs a recorded run again from its configuration and compares the metrics while they are
 * recorded.
 */
public record Reproduction(ExperimentRunner runner, ConfigLoader loader, Libraries libraries) {

  /** Tag of a run that reproduces another run: the id of that run. */
  public static final String TAG = "spot.reproduces";

  /** Creates a reproduction. */
  @Inject
  public Reproduction {}

  /**
   * Lists the differences in code, libraries, machine, and in the configuration: its file may have
   * been edited, or this version may have other defaults.
   *
   * @throws SpotInputException if this version cannot read the configuration
   */
  public List<EnvironmentDifference> environment(OriginalRun original) {
    LoadedExperiment experiment = load(original);
    List<EnvironmentDifference> differences = EnvironmentComparison.of(original, experiment);
    int threads = experiment.config().execution().intraOpThreads();
    if (threads > 1) {
      differences.add(
          new EnvironmentDifference(
              "execution.intra_op_threads",
              threads + " threads",
              "the order of summation varies",
              true));
    }
    Provenance here =
        Provenance.collect(
            Path.of("").toAbsolutePath(),
            "",
            libraries.current(),
            Plugin.of(experiment.config().componentTypes()));
    original
        .provenance()
        .ifPresent(then -> differences.addAll(EnvironmentComparison.of(then, here)));
    return differences;
  }

  /**
   * Runs the original again.
   *
   * @param reporter shows progress to the user
   * @param interrupt requested when the user stops the run
   * @throws SpotInputException if there is nothing to compare
   * @throws SpotRunException if the run fails, or its data differs and {@link
   *     ReproductionOptions#toTheEnd} is false
   */
  public ReproductionResult run(
      OriginalRun original,
      ReproductionOptions options,
      RunReporter reporter,
      StopSignal interrupt) {
    requireOwnStart(original);
    MetricComparison comparison = MetricComparison.with(original.view());
    requirePoints(original, options, comparison);
    boolean whole = original.view().state() == RunState.FINISHED;
    StopSignal stop = new StopSignal(interrupt);
    ReproductionReporter watching =
        new ReproductionReporter(reporter, options, original.fingerprint().datasetDigest(), stop);
    Tracker tracker =
        new ListeningTracker(
            new FolderTracker(options.into()),
            (step, values) -> {
              comparison.recorded(step, values);
              boolean differs = comparison.first().isPresent() && !options.toTheEnd();
              if (differs || (!whole && comparison.isBeyondTheOriginal())) {
                stop.request();
              }
            });
    RunSummary summary;
    try {
      summary = runner.start(configuration(original), tracker, watching, stop);
    } catch (SpotRunException e) {
      throw new SpotRunException(
          "%s%nthe state of the original is %s; until now %d points were equal%s"
              .formatted(
                  e.getMessage(),
                  original.view().state().name().toLowerCase(Locale.ROOT),
                  comparison.equalPoints(),
                  comparison
                      .first()
                      .map(d -> ", and %s differed at step %d".formatted(d.metric(), d.step()))
                      .orElse("")),
          e);
    }
    boolean finished = summary.status() == RunStatus.FINISHED;
    if (finished) {
      comparison.ended();
    }
    Optional<String> policyThen = finished && whole ? original.policyDigest() : Optional.empty();
    return new ReproductionResult(
        summary,
        watching.updates(),
        interrupt.isRequested(),
        comparison,
        policyThen,
        policyThen.flatMap(then -> policyOf(summary, options.into())));
  }

  private LoadedExperiment load(OriginalRun original) {
    try {
      Path folder = Files.createTempDirectory("spot-configuration");
      Path file = folder.resolve(original.view().name().replaceAll("[^\\w.-]", "_") + ".yaml");
      try {
        return loader.loadRecorded(Files.writeString(file, original.configuration()));
      } finally {
        AtomicFiles.deleteTree(folder);
      }
    } catch (IOException e) {
      throw new SpotRunException("the configuration cannot be written: " + e.getMessage(), e);
    }
  }

  private LoadedExperiment configuration(OriginalRun original) {
    ExperimentConfig config = load(original).config();
    Map<String, String> tags = new LinkedHashMap<>(config.tags());
    tags.put(TAG, original.view().id());
    return LoadedExperiment.of(
        config.toBuilder().name(original.view().name() + "-again").tags(tags).build());
  }

  private static void requireOwnStart(OriginalRun original) {
    String parent = original.view().tags().get(RunIdentity.PARENT);
    if (parent != null) {
      throw new SpotInputException(
          "run %s continued the last checkpoint of run %s, but a reproduction trains from the start; reproduce that run, then continue it with: %s"
              .formatted(original.view().id(), parent, SpotCommand.line("run", "--from", "RUN")));
    }
  }

  private static void requirePoints(
      OriginalRun original, ReproductionOptions options, MetricComparison comparison) {
    String run = "run %s (%s)".formatted(original.view().id(), original.view().name());
    Optional<Long> firstStep = comparison.firstStep();
    if (firstStep.isEmpty()) {
      throw new SpotInputException(run + " has recorded no metric to compare with");
    }
    long first = firstStep.get();
    if (options.updates() < first) {
      throw new SpotInputException(
          "nothing can be compared after %d updates: the first point of %s is at update %d"
              .formatted(options.updates(), run, first));
    }
  }

  private static Optional<String> policyOf(RunSummary summary, Path into) {
    return new FolderRuns(into).find(summary.runId()).flatMap(OriginalRun::policyDigest);
  }
}
