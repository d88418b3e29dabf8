package org.spotrl.studies.sweep;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.run.ExperimentRunner;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.RunReporter;
import org.spotrl.experiments.run.RunSummary;
import org.spotrl.experiments.run.StopSignal;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.studies.study.RecordedStudy;
import org.spotrl.studies.study.RunProgress;
import org.spotrl.studies.study.StudyPlan;

/** Runs one run of a recorded study: starts it, or resumes it from its checkpoint. */
public final class StudyTask {

  private final ExperimentRunner runner;
  private final ConfigLoader loader;

  /** A task that runs with this runner. */
  public StudyTask(ExperimentRunner runner, ConfigLoader loader) {
    this.runner = runner;
    this.loader = loader;
  }

  /**
   * Runs it.
   *
   * @param record the folder of the study's own run
   * @param key the run's key, see {@link StudyPlan.PlannedRun}
   * @return empty if the run is finished already
   * @throws SpotInputException if the study has no such run, or another process trains it
   */
  public Optional<RunSummary> run(Path record, String key, RunReporter reporter, StopSignal stop) {
    LocalRun own = LocalRun.at(record.toString());
    RecordedRun ownRun =
        FolderRuns.at(record).stream()
            .findFirst()
            .orElseThrow(() -> new SpotInputException(record + " is not a recorded study"));
    RecordedStudy study = RecordedStudy.get(new FolderRuns(own.root()), ownRun.experimentName());
    StudyPlan.PlannedRun planned = study.plan().byKey().get(key);
    if (planned == null) {
      throw new SpotInputException(
          "the study '%s' has no run %s".formatted(study.plan().study(), key));
    }
    @Nullable RunView recorded = study.runs().get(key);
    RunProgress progress = RunProgress.of(recorded);
    if (recorded != null
        && progress == RunProgress.STOPPED
        && !Files.isRegularFile(files(recorded).config())) {
      // It was killed before it began: there is nothing to resume, and MLflow would show it as
      // running for ever.
      new FolderTracker(own.root())
          .resume(recorded.folderId(), System.currentTimeMillis())
          .finish(RunStatus.KILLED);
      progress = RunProgress.PENDING;
    }
    return switch (progress) {
      case FINISHED -> Optional.empty();
      case STOPPED, RUNNING ->
          // A running one is locked, which resume reports.
          Optional.of(runner.resume(files(recorded), reporter, stop));
      case PENDING, FAILED -> Optional.of(runner.start(experiment(own, planned), reporter, stop));
    };
  }

  private static LocalRun files(@Nullable RunView recorded) {
    return new LocalRun(((RecordedRun) Objects.requireNonNull(recorded)).artifacts());
  }

  private LoadedExperiment experiment(LocalRun own, StudyPlan.PlannedRun planned) {
    LoadedExperiment experiment =
        loader.loadRecorded(
            own.artifacts().resolve(planned.config()),
            List.of("seed=" + planned.seed(), "name=" + planned.name()),
            note -> {});
    if (!experiment.hash().startsWith(planned.configuration())) {
      throw new SpotInputException(
          "%s has changed since the study began; restore it, or start the study again under another name"
              .formatted(own.artifacts().resolve(planned.config())));
    }
    return experiment;
  }
}
