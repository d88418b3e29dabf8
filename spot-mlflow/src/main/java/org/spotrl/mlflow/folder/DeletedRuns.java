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
 * The deleted runs of a tracking folder. As in MLflow's file store, a deleted run keeps its folder
 * and is marked in {@code meta.yaml}. {@code mlflow runs restore} restores it until {@link
 * #remove}.
 *
 * @param root usually {@code mlruns}
 */
public record DeletedRuns(Path root) {

  private static final Logger LOG = LoggerFactory.getLogger(DeletedRuns.class);

  private static final String STAGE = "lifecycle_stage";

  /**
   * Marks a run as deleted.
   *
   * @param millis the current time, milliseconds since 1970
   * @throws SpotInputException if another process uses the run
   */
  public static void delete(RecordedRun run, long millis) {
    RunFolder folder = RunFolder.of(run.folder());
    locked(
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

  /** The deleted runs, sorted by folder. */
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

  /** The registered name of the run's policy; empty if it is not registered. */
  public static Optional<String> registeredAs(RunFolder run) {
    return Optional.ofNullable(FolderFiles.texts(run.tags()).get(RunModels.REGISTERED_AS));
  }

  /** The size of a run's folder in bytes. */
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
   * Deletes a run's files permanently, with the models that it logged.
   *
   * @throws SpotInputException if another process uses the run
   */
  public static void remove(RunFolder run) {
    locked(
        run,
        "removed",
        () -> {
          new RunModels(run, () -> UUID.randomUUID().toString()).rewind(-1);
          return run;
        });
    // Not under the lock, because the lock file is in this folder.
    FolderFiles.doing(
        "run " + run.id() + " cannot be removed",
        run.path(),
        () -> {
          AtomicFiles.deleteTree(run.path());
          return run;
        });
  }

  private static <T> void locked(RunFolder run, String what, FolderFiles.Work<T> work) {
    FileMutex lock =
        FileMutex.tryTake(run.path().resolve(".lock"), LOG::warn)
            .orElseThrow(
                () ->
                    new SpotInputException(
                        "run %s is not %s: another process is using it; wait until it ends, or stop it"
                            .formatted(run.id(), what)));
    try (lock) {
      FolderFiles.doing("run %s is not %s".formatted(run.id(), what), run.path(), work);
    }
  }
}
