package org.spotrl.mlflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;

/**
 * A recorded run in a folder or on a server, for reading.
 *
 * <p>All methods that read throw {@link org.spotrl.api.error.SpotRunException} on failure.
 */
public interface RunView {

  /** Tag of a run on a server: the id of the same run in the folder. */
  String FOLDER_ID = "spot.run_id";

  /** Tag of a run: the address of the server that it was last tracked on. */
  String SERVER = "spot.server";

  /** The id in the folder or on the server. */
  String id();

  /** The id of the run's folder; for a run that was logged to a server directly, {@link #id}. */
  String folderId();

  /** The name, for example {@code spot-maze2d-umaze-s0}. */
  String name();

  String experimentId();

  String experimentName();

  RunState state();

  /** The start, milliseconds since 1970. */
  long startMillis();

  /** The end, milliseconds since 1970; 0 if it has not ended. */
  long endMillis();

  /** The parameters by name. */
  Map<String, String> parameters();

  /** The tags by name, including MLflow's own. */
  Map<String, String> tags();

  /** The names of the metrics; quicker than {@link #latestMetrics}. */
  Set<String> metricNames();

  /** The point of each metric with the largest step; read when it is asked for. */
  Map<String, MetricPoint> latestMetrics();

  /** All points of a metric in the order of recording; empty if there is no such metric. */
  List<MetricPoint> history(String metric);

  /**
   * The content of an artifact, which must fit into memory.
   *
   * @param path relative, with '/' between folders, for example {@code config/experiment.yaml}
   * @return empty if there is no such file
   */
  Optional<byte[]> artifact(String path);
}
