package org.spotrl.studies.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.mlflow.folder.FileMutex;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;

/**
 * The study's own run while it is written: it has the plan, the configurations, the logs and the
 * reports. One process at a time may hold it.
 */
public final class StudyRecord implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StudyRecord.class);
  private static final int SHOWN = 5;

  private final TrackedRun run;
  private final FileMutex lock;
  private RunStatus status = RunStatus.KILLED;

  private StudyRecord(TrackedRun run, FileMutex lock) {
    this.run = run;
    this.lock = lock;
  }

  /**
   * Begins a study, or continues the recorded one with the same name. More arms, data sets or seeds
   * extend it.
   *
   * @throws SpotInputException if a recorded run is not part of the study any more, or another
   *     process works on it
   */
  public static StudyRecord open(Study study, FolderRuns folder, Tracker tracker) {
    Optional<RecordedStudy> recorded = continued(study, folder);
    Optional<Path> earlier = recorded.map(each -> ((RecordedRun) each.record()).artifacts());
    // An earlier record is locked before it is opened.
    Optional<FileMutex> locked = earlier.map(artifacts -> lock(artifacts, study));
    TrackedRun run =
        recorded
            .map(each -> tracker.resume(each.record().folderId(), System.currentTimeMillis()))
            .orElseGet(() -> tracker.start(describe(study)));
    StudyRecord record =
        new StudyRecord(run, locked.orElseGet(() -> lock(run.workFolder(), study)));
    Map<String, LoadedExperiment> configurations = new LinkedHashMap<>();
    study
        .runs()
        .forEach(
            each -> configurations.put(StudyPlan.PlannedRun.of(each).config(), each.experiment()));
    configurations.forEach(
        (path, experiment) -> {
          if (!Files.exists(run.workFolder().resolve(path))) {
            run.text(path, experiment.resolvedYaml());
          }
        });
    run.text("study/study.yaml", study.text());
    // Last: a study with a plan has all configurations.
    run.text(StudyPlan.FILE, StudyPlan.of(study).toJson());
    return record;
  }

  /**
   * The recorded study that a study continues or extends; empty if it is new.
   *
   * @throws SpotInputException if a recorded run is not part of the study any more
   */
  public static Optional<RecordedStudy> continued(Study study, FolderRuns folder) {
    Optional<RecordedStudy> recorded = RecordedStudy.find(folder, study.name());
    recorded.ifPresent(earlier -> requireSame(earlier.plan(), study));
    return recorded;
  }

  private static FileMutex lock(Path artifacts, Study study) {
    return FileMutex.tryTake(artifacts.resolveSibling(".lock"), LOG::warn)
        .orElseThrow(
            () ->
                new SpotInputException(
                    "another process runs the study '%s'; wait until it ends, or stop it"
                        .formatted(study.name())));
  }

  private static RunDescription describe(Study study) {
    return new RunDescription(
        study.name(),
        study.name() + " (study)",
        study.description(),
        Map.of(),
        Map.of(RecordedStudy.TAG, study.name()),
        "spot");
  }

  /** Refuses a study that lacks a recorded run, because its settings have changed. */
  private static void requireSame(StudyPlan recorded, Study study) {
    Map<String, StudyPlan.PlannedRun> now = StudyPlan.of(study).byKey();
    Set<String> changed = new LinkedHashSet<>();
    for (StudyPlan.PlannedRun run : recorded.runs()) {
      if (!now.containsKey(run.key())) {
        changed.add("  arm '%s' on %s: %s".formatted(run.arm(), run.dataset(), change(run, study)));
      }
    }
    if (!changed.isEmpty()) {
      List<String> lines = new ArrayList<>(changed);
      throw new SpotInputException(
          "the study '%s' is recorded with other settings:%n%s%nrestore the file, or record it as a new study under another name, for example with --name %s-2"
              .formatted(
                  study.name(),
                  String.join(
                          System.lineSeparator(), lines.subList(0, Math.min(SHOWN, lines.size())))
                      + (lines.size() > SHOWN
                          ? "%n  and %d more".formatted(lines.size() - SHOWN)
                          : ""),
                  study.name()));
    }
  }

  /** Why a recorded run is not part of the study any more. */
  private static String change(StudyPlan.PlannedRun run, Study study) {
    String gone = " is not in the file any more";
    if (!study.arms().contains(run.arm())) {
      return "the arm" + gone;
    }
    if (!study.datasets().contains(run.dataset())) {
      return "the data set" + gone;
    }
    return study.seeds().contains(run.seed())
        ? "its settings have changed"
        : "seed " + run.seed() + gone;
  }

  /** The study's own run, for reports. */
  public TrackedRun run() {
    return run;
  }

  /** The log of a run: what its processes print. */
  public Path log(String key) {
    return logs().resolve(key + ".log");
  }

  /** The folder of the logs. */
  public Path logs() {
    Path folder = run.workFolder().resolve("logs");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new SpotRunException(folder + " cannot be created: " + e, e);
    }
    return folder;
  }

  /** The files of the study's own run. */
  public LocalRun files() {
    return new LocalRun(run.workFolder());
  }

  /** Marks the study as finished: all its runs are. */
  public void finished() {
    status = RunStatus.FINISHED;
  }

  @Override
  public void close() {
    try (lock) {
      run.finish(status);
    }
  }
}
