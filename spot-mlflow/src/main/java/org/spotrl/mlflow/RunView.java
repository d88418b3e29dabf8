package org.spotrl.mlflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;

/**
 * A recorded run to be read, in a folder or on a server.
 *
 * <p>All methods that read throw {@link org.spotrl.api.error.SpotRunException} if that fails.
 */
public interface RunView {

  /** The label of a server's run that holds the id of the folder that it was made from. */
  String FOLDER_ID = "spot.run_id";

  /** The label of a run that holds the address of the server that it was last tracked on. */
  String SERVER = "spot.server";

  /** Its id where it is recorded. */
  String id();

  /** The id of its folder: on a server that of the folder that it was made from, if any. */
  String folderId();

  /** Its name, for example {@code spot-maze2d-umaze-s0}. */
  String name();

  /** Id of the experiment that it belongs to. */
  String experimentId();

  /** Name of the experiment that it belongs to. */
  String experimentName();

  /** Where it stands. */
  RunState state();

  /** When it started, milliseconds since 1970. */
  long startMillis();

  /** When it ended, milliseconds since 1970; 0 if it has not. */
  long endMillis();

  /** Its settings by name. */
  Map<String, String> parameters();

  /** Its labels by name, those of MLflow included. */
  Map<String, String> tags();

  /** The latest point of each metric: the one with the greatest step. */
  Map<String, MetricPoint> latestMetrics();

  /** All points of a metric in the order of recording; none if there is no such metric. */
  List<MetricPoint> history(String metric);

  /**
   * The content of one of its files, which must fit into memory.
   *
   * @param path relative, with '/' between folders, for example {@code config/experiment.yaml}
   * @return nothing if there is no such file
   */
  Optional<byte[]> artifact(String path);
}
