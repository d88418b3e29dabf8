package org.spotrl.experiments.run;

import java.nio.file.Files;
import java.nio.file.Path;
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
 * The files of one tracked run on this machine.
 *
 * @param artifacts its artifact folder
 */
public record LocalRun(Path artifacts) {

  private static final Logger LOG = LoggerFactory.getLogger(LocalRun.class);

  /** Name of the artifact with the resolved configuration. */
  public static final String CONFIG = "config/experiment.yaml";

  /** Name of the artifact with the final policy's weights. */
  public static final String POLICY_WEIGHTS = "policy/" + PolicyArchive.WEIGHTS;

  /** Name of the folder of the final policy among the artifacts. */
  static final String POLICY = "policy";

  /** Name of the folder of its checkpoints among the artifacts. */
  static final String CHECKPOINTS = "checkpoints";

  /** Where runs are recorded and searched if nothing else is said. */
  public static final String DEFAULT_ROOT = "mlruns";

  /** The run that is recorded in a folder. */
  public static LocalRun at(String location) {
    return new LocalRun(Path.of(location).resolve("artifacts"));
  }

  /** The resolved configuration; loading it gives the run's configuration again. */
  public Path config() {
    return artifacts.resolve(CONFIG);
  }

  /** The folder of its checkpoints. */
  public Path checkpoints() {
    return artifacts.resolve(CHECKPOINTS);
  }

  /** The folder of its final policy. */
  public Path policy() {
    return artifacts.resolve(POLICY);
  }

  /**
   * The folder of the policy with the best score of its evaluations.
   *
   * @throws SpotInputException if none was kept
   */
  public Path bestPolicy() {
    OptionalLong updates = new BestPolicies(checkpoints()).latest();
    if (updates.isEmpty()) {
      throw new SpotInputException(
          "no best policy in %s; a run keeps one from its first evaluation on, unless checkpoint.keep_best is false"
              .formatted(checkpoints()));
    }
    return checkpoints().resolve(BestPolicies.name(updates.getAsLong()));
  }

  /** The run's id. */
  public String id() {
    return runFolder().getFileName().toString();
  }

  /** The folder that holds all experiments. */
  public Path root() {
    return parent(parent(runFolder()));
  }

  /** True if it did all it was asked to. */
  public boolean isFinished() {
    return new FolderRuns(root())
        .find(id())
        .filter(run -> run.state() == RunState.FINISHED)
        .isPresent();
  }

  /**
   * What it has recorded.
   *
   * @throws SpotInputException if it cannot be read
   */
  RunView view() {
    return new FolderRuns(root())
        .find(id())
        .orElseThrow(
            () -> new SpotInputException("run %s cannot be read in %s".formatted(id(), root())));
  }

  /** What names it to the {@code spot} command: its id where that finds it, else its folder. */
  public String handle() {
    Path searched = Path.of(DEFAULT_ROOT).toAbsolutePath().normalize();
    return root().toAbsolutePath().normalize().equals(searched) ? id() : runFolder().toString();
  }

  /**
   * Keeps other processes from working on the run until it is closed, or this process ends.
   *
   * @throws SpotInputException if another process, or this one, works on it
   */
  FileMutex lock() {
    return FileMutex.tryTake(artifacts.resolveSibling(".lock"), LOG::warn)
        .orElseThrow(
            () ->
                new SpotInputException(
                    "run %s is being worked on by another process; wait until it ends, or stop it"
                        .formatted(id())));
  }

  private Path runFolder() {
    return parent(artifacts);
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new SpotInputException(path + " is not inside a folder of runs");
    }
    return parent;
  }

  /**
   * The files of a recorded run.
   *
   * @throws SpotInputException if it has no configuration, so that it can neither be resumed nor
   *     evaluated
   */
  public static LocalRun of(RecordedRun recorded) {
    LocalRun run = new LocalRun(recorded.artifacts());
    if (!Files.isRegularFile(run.config())) {
      throw new SpotInputException(
          "%s has no %s among its artifacts: it was killed before it began, or not made by spot. Start it anew with: %s"
              .formatted(recorded.folder(), CONFIG, SpotCommand.line("run", "FILE")));
    }
    return run;
  }
}
