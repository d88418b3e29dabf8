package org.spotrl.mlflow.folder;

import java.nio.file.Path;
import java.util.List;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.format.RunState;

/**
 * The folder of a run.
 *
 * @param root the tracking folder
 * @param experiment the folder of its experiment
 * @param path its own folder
 */
public record RunFolder(Path root, Path experiment, Path path) {

  private static final int LOCAL_SOURCE = 4;

  /**
   * Returns the run in a folder, which may be a link to the run's folder.
   *
   * @throws SpotInputException if the folder is not in an experiment of a tracking folder
   */
  public static RunFolder of(Path path) {
    Path folder = Layout.named(path.toAbsolutePath().normalize(), "run_id");
    Path parent = folder.getParent();
    Path experiment = parent == null ? null : Layout.named(parent, "experiment_id");
    Path root = experiment == null ? null : experiment.getParent();
    if (experiment == null || root == null) {
      throw new SpotInputException(path + " is not the folder of a run");
    }
    return new RunFolder(root, experiment, experiment.resolve(folder.getFileName()));
  }

  /** Whether the layout allows this run id. */
  public static boolean isId(String id) {
    return Layout.RUN_ID.matcher(id).matches();
  }

  public String id() {
    return path.getFileName().toString();
  }

  String experimentId() {
    return experiment.getFileName().toString();
  }

  Path meta() {
    return path.resolve(Layout.META);
  }

  /** The lock file of the process that sends the run to a server. */
  public Path sendingLock() {
    return path.resolve(".sending.lock");
  }

  /** The folder of its metrics, see {@link MetricFile}. */
  public Path metrics() {
    return path.resolve(Layout.METRICS);
  }

  Path params() {
    return path.resolve(Layout.PARAMS);
  }

  Path tags() {
    return path.resolve(Layout.TAGS);
  }

  /** The folder of its artifacts. */
  public Path artifacts() {
    return Layout.artifacts(path, "artifact_uri");
  }

  Path inputs() {
    return path.resolve(Layout.INPUTS);
  }

  Path outputs() {
    return path.resolve(Layout.OUTPUTS);
  }

  /** The URI of a folder below the root, for MLflow's files. */
  String uri(Path folder) {
    return Layout.relativeUri(root, folder);
  }

  /** The {@code meta.yaml} of an active run. */
  MetaYaml startedMeta(String name, String user, long startMillis) {
    return new MetaYaml()
        .with("artifact_uri", uri(artifacts()))
        .with("end_time", null)
        .with("entry_point_name", "")
        .with("experiment_id", experimentId())
        .with("lifecycle_stage", "active")
        .with("run_id", id())
        .with("run_name", name)
        .with("run_uuid", id())
        .with("source_name", "")
        .with("source_type", LOCAL_SOURCE)
        .with("source_version", "")
        .with("start_time", startMillis)
        .with("status", RunState.RUNNING.code())
        .with("tags", List.of())
        .with("user_id", user);
  }
}
