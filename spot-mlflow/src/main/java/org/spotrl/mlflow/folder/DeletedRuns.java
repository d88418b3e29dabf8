package org.spotrl.mlflow.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.AtomicFiles;

/**
 * The deleted runs of a tracking folder. As in MLflow's own file store, a deleted run stays in its
 * folder, is marked in its {@code meta.yaml}, and {@code mlflow runs restore} brings it back until
 * it is removed for good.
 *
 * @param root usually {@code mlruns}
 */
public record DeletedRuns(Path root) {

  private static final Logger LOG = LoggerFactory.getLogger(DeletedRuns.class);

  private static final String STAGE = "lifecycle_stage";

  /**
   * Marks a run as deleted.
   *
   * @param millis the time now, milliseconds since 1970
   * @throws SpotInputException if a process works on the run
   */
  public static void delete(RecordedRun run, long millis) {
    RunFolder folder = RunFolder.of(run.folder());
    whileNobodyWorksOn(
        folder,
        "deleted",
        () -> {
          String deleted =
              MetaYaml.read(folder.meta())
                  .with(STAGE, "deleted")
                  .with("deleted_time", millis)
                  .render();
          AtomicFiles.replace(folder.path(), folder.meta(), deleted);
          return deleted;
        });
  }

  /** The deleted runs, in the order of their folders. */
  public List<RunFolder> list() {
    return FolderFiles.reading(
        root,
        () -> {
          List<RunFolder> deleted = new ArrayList<>();
          for (RecordedExperiment experiment : new ExperimentFolders(root).list()) {
            for (Path folder : FolderFiles.folders(experiment.folder())) {
              if (MetaYaml.in(folder).filter(DeletedRuns::isDeletedRun).isPresent()) {
                deleted.add(RunFolder.of(folder));
              }
            }
          }
          return List.copyOf(deleted);
        });
  }

  private static boolean isDeletedRun(MetaYaml meta) {
    return !meta.isActive() && !meta.text("run_id").isEmpty();
  }

  /** The name in the model registry under which the run's policy is; empty if under none. */
  public static Optional<String> registeredAs(RunFolder run) {
    return Optional.ofNullable(FolderFiles.texts(run.tags()).get(RunModels.REGISTERED_AS));
  }

  /** The bytes of a run's files. */
  public static long size(RunFolder run) {
    return FolderFiles.reading(
        run.path(),
        () -> {
          long bytes = 0;
          for (Path file : FolderFiles.files(run.path())) {
            bytes += Files.size(file);
          }
          return bytes;
        });
  }

  /**
   * Removes a deleted run for good, with the models that it logged.
   *
   * @throws SpotInputException if a process works on the run
   */
  public static void remove(RunFolder run) {
    whileNobodyWorksOn(
        run,
        "removed",
        () -> {
          new RunModels(run, () -> UUID.randomUUID().toString()).rewind(-1);
          return run;
        });
    // The lock lies in the folder.
    FolderFiles.doing(
        "run " + run.id() + " cannot be removed",
        run.path(),
        () -> {
          AtomicFiles.deleteTree(run.path());
          return run;
        });
  }

  private static <T> void whileNobodyWorksOn(RunFolder run, String what, FolderFiles.Work<T> work) {
    FileMutex lock =
        FileMutex.tryTake(run.path().resolve(".lock"), LOG::warn)
            .orElseThrow(
                () ->
                    new SpotInputException(
                        "run %s is not %s: another process works on it; wait until it ends, or stop it"
                            .formatted(run.id(), what)));
    try (lock) {
      FolderFiles.doing("run %s is not %s".formatted(run.id(), what), run.path(), work);
    }
  }
}
