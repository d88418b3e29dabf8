package org.spotrl.mlflow.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;

/**
 * The calls of an MLflow tracking server for recording and reading runs.
 *
 * <p>Every call has a time limit. All methods throw {@link ServerUnavailable} if the call may
 * succeed later and {@link ServerRefused} if it will not; messages contain no credentials. Not
 * thread-safe.
 */
public interface TrackingServer extends AutoCloseable {

  /** The server's address, without credentials and trailing slash. */
  String address();

  /** The version of MLflow, for example {@code 3.17.2}; requested once. */
  String version();

  /** Whether the server has logged models, as MLflow 3 and later. */
  boolean hasLoggedModels();

  /** All active experiments. */
  List<ServerExperiment> experiments();

  /**
   * Returns the id of an experiment, which is created if necessary.
   *
   * @param tags tags to set; other tags stay
   * @throws ServerRefused if an experiment with this name was deleted
   */
  String experiment(String name, Map<String, String> tags);

  /**
   * Finds the run with this tag; of several runs always the same one.
   *
   * @param tag a tag name without backquotes
   */
  Optional<ServerRun> findRun(String experimentId, String tag, String value);

  /** All active runs of an experiment, latest start first. */
  List<ServerRun> runs(String experimentId);

  /** The run with this id on the server; a deleted run is refused. */
  ServerRun run(String runId);

  /**
   * Creates a run in state {@link RunState#RUNNING}. The call is not repeated: after {@link
   * ServerUnavailable} the run may exist; find it by a tag.
   *
   * @param startMillis start time, milliseconds since 1970
   */
  ServerRun createRun(String experimentId, String name, long startMillis, Map<String, String> tags);

  /**
   * Records any number of parameters, tags and points, in several calls if necessary. Recording the
   * same values again is allowed. After a failure some values may be recorded.
   *
   * <p>Infinite values are recorded as the largest finite ones, as in MLflow's own store.
   *
   * @param points points by metric
   * @return a note for each value that is too long and was truncated
   * @throws org.spotrl.api.error.SpotInputException if a name is not allowed; then nothing is
   *     recorded
   * @throws ServerRefused for example if a parameter has another value on the server
   */
  List<String> record(
      String runId,
      Map<String, String> parameters,
      Map<String, String> tags,
      Map<String, List<MetricPoint>> points);

  /** All points of a metric, sorted by step and time; empty if there is no such metric. */
  List<MetricPoint> history(String runId, String metric);

  /** Links a data set with a run; an existing link does not change. */
  void dataset(String runId, DatasetInput input);

  /**
   * Creates a logged model without files. The call is not repeated: after {@link ServerUnavailable}
   * the model may exist; find it by a tag.
   */
  ServerModel createModel(NewModel model);

  /** Finds the logged model with this tag; of several models the oldest one. */
  Optional<ServerModel> findModel(String experimentId, String tag, String value);

  /** The logged model with this id. */
  ServerModel model(String modelId);

  /**
   * Sets a logged model's status to READY and links it as an output of its run. Idempotent.
   *
   * @param step number of updates at which it was logged
   */
  void finishModel(String runId, String modelId, long step);

  /**
   * Records metrics of a logged model, which are also points of its run. Recording the same values
   * again is allowed.
   *
   * @param points point by metric
   * @param dataset the data set that the model was trained on; null if unknown
   */
  void modelMetrics(
      String runId,
      String modelId,
      Map<String, MetricPoint> points,
      @Nullable DatasetInput dataset);

  /**
   * Creates a version of a registered model, unless one with the same source and run exists.
   *
   * @return the version, for example {@code 3}
   */
  String register(Registration registration);

  /**
   * Sets the state of a run.
   *
   * @param endMillis end time, milliseconds since 1970; 0 if it has not ended
   */
  void update(String runId, RunState state, long endMillis);

  /** Marks a run as deleted. */
  void deleteRun(String runId);

  /**
   * The files of a run.
   *
   * @throws ServerRefused if spot cannot access files at the run's artifact URI, for example {@code
   *     s3:}
   */
  ArtifactStore artifacts(ServerRun run);

  /** The files of a logged model, as for a run. */
  ArtifactStore artifacts(ServerModel model);

  /** Closes the connections. */
  @Override
  void close();
}
