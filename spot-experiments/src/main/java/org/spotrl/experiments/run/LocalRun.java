package org.spotrl.experiments.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.checkpoint.BestPolicies;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.FileMutex;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.format.RunState;
import org.spotrl.policy.PolicyArchive;

/**
 * The files of a run on this machine.
 *
 * @param artifacts the run's artifact folder
 */
public record LocalRun(Path artifacts) {

  private static final Logger LOG = LoggerFactory.getLogger(LocalRun.class);

  /** Name of the artifact with the resolved configuration. */
  public static final String CONFIG = "config/experiment.yaml";

  /** Name of the artifact with the final policy's weights. */
  public static final String POLICY_WEIGHTS = "policy/" + PolicyArchive.WEIGHTS;

  /** Name of the final policy's folder in the artifacts. */
  static final String POLICY = "policy";

  /** Name of the checkpoints' folder in the artifacts. */
  static final String CHECKPOINTS = "checkpoints";

  /** The default folder of runs. */
  public static final String DEFAULT_ROOT = "mlruns";

  /** The run in a folder. */
  public static LocalRun at(String location) {
    return new LocalRun(Path.of(location).resolve("artifacts"));
  }

  /** The file of the resolved configuration. */
  public Path config() {
    return artifacts.resolve(CONFIG);
  }

  /** The folder of the checkpoints. */
  public Path checkpoints() {
    return artifacts.resolve(CHECKPOINTS);
  }

  /** The folder of the final policy. */
  public Path policy() {
    return artifacts.resolve(POLICY);
  }

  /**
   * The folder of the policy with the best score during training.
   *
   * @throws SpotInputException if there is none
   */
  public Path bestPolicy() {
    OptionalLong updates = new BestPolicies(checkpoints()).latest();
    if (updates.isEmpty()) {
      throw new SpotInputException(
          "no best policy in %s; a run keeps one after its first evaluation, unless checkpoint.keep_best is false"
              .formatted(checkpoints()));
    }
    return checkpoints().resolve(BestPolicies.name(updates.getAsLong()));
  }

  /** The run's id. */
  public String id() {
    return runFolder().getFileName().toString();
  }

  /** The folder of all runs, for example {@code mlruns}. */
  public Path root() {
    return parent(parent(runFolder()));
  }

  /** True if the run is finished. */
  public boolean isFinished() {
    return new FolderRuns(root())
        .find(id())
        .filter(run -> run.state() == RunState.FINISHED)
        .isPresent();
  }

  /**
   * The run's record.
   *
   * @throws SpotInputException if it cannot be read
   */
  RunView view() {
    return new FolderRuns(root())
        .find(id())
        .orElseThrow(
            () -> new SpotInputException("run %s cannot be read in %s".formatted(id(), root())));
  }

  /**
   * The run as an argument of {@code spot}: its id if it is in the default folder, else its folder.
   */
  public String handle() {
    Path searched = Path.of(DEFAULT_ROOT).toAbsolutePath().normalize();
    return root().toAbsolutePath().normalize().equals(searched) ? id() : runFolder().toString();
  }

  /**
   * Locks the run until the lock is closed or this process ends.
   *
   * @throws SpotInputException if the run is locked
   */
  FileMutex lock() {
    return FileMutex.tryTake(artifacts.resolveSibling(".lock"), LOG::warn)
        .orElseThrow(
            () ->
                new SpotInputException(
                    "another process is training run %s; wait until it ends, or stop it"
                        .formatted(id())));
  }

  /** True if a process trains the run. */
  public boolean isLocked() {
    Optional<FileMutex> lock = FileMutex.tryTake(artifacts.resolveSibling(".lock"), LOG::warn);
    lock.ifPresent(FileMutex::close);
    return lock.isEmpty();
  }

  private Path runFolder() {
    return parent(artifacts);
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new SpotInputException(path + " is not in a folder of runs");
    }
    return parent;
  }

  /**
   * The files of a recorded run.
   *
   * @throws SpotInputException if it has no configuration
   */
  public static LocalRun of(RecordedRun recorded) {
    LocalRun run = new LocalRun(recorded.artifacts());
    if (!Files.isRegularFile(run.config())) {
      throw new SpotInputException(
          "%s has no artifact %s: the run was killed before it began, or spot did not record it. Start it again with: %s"
              .formatted(recorded.folder(), CONFIG, SpotCommand.line("run", "FILE")));
    }
    return run;
  }
}
