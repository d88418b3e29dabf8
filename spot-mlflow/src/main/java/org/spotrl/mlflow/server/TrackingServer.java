package org.spotrl.mlflow.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;

/**
 * An MLflow tracking server: the calls that recording and reading of runs need.
 *
 * <p>Every call ends within a time limit. All methods throw {@link ServerUnavailable} if the call
 * may succeed later and {@link ServerRefused} if it will not; no message carries a credential. One
 * thread at a time may use a server.
 */
public interface TrackingServer extends AutoCloseable {

  /** The server's address without credentials, without a slash at its end. */
  String address();

  /** The version of the server, for example {@code 3.17.2}; asked once. */
  String version();

  /** Whether it keeps logged models; MLflow does since version 3. */
  boolean hasLoggedModels();

  /** All experiments that are not deleted. */
  List<ServerExperiment> experiments();

  /**
   * The id of the experiment of this name, which is made if there is none.
   *
   * @param tags labels that it gets; others stay
   * @throws ServerRefused if a deleted experiment has this name
   */
  String experiment(String name, Map<String, String> tags);

  /**
   * The run with this tag; if there are several, the same one each time.
   *
   * @param tag a name that may stand between back quotes in MLflow's filters
   */
  Optional<ServerRun> findRun(String experimentId, String tag, String value);

  /** All runs of an experiment that are not deleted, the one that started last first. */
  List<ServerRun> runs(String experimentId);

  /** The run with the server's own id; one that is deleted is refused. */
  ServerRun run(String runId);

  /**
   * Makes a run in state {@link RunState#RUNNING}. This is not tried twice: after {@link
   * ServerUnavailable} the run may be there, and is found by a tag.
   *
   * @param startMillis when it started, milliseconds since 1970
   */
  ServerRun createRun(String experimentId, String name, long startMillis, Map<String, String> tags);

  /**
   * Records parameters, tags and points, any number of them, in as many calls as the server's
   * limits ask for; what the server has already may be recorded again. When this fails, some may be
   * recorded.
   *
   * <p>Infinite values are recorded as the greatest finite ones, as MLflow's own store does.
   *
   * @param points points by metric
   * @return a sentence for each value that is longer than the server keeps; its beginning is
   *     recorded, with a mark at its end
   * @throws org.spotrl.api.error.SpotInputException if a name is not allowed; nothing is recorded
   *     then
   * @throws ServerRefused also if a parameter has another value on the server
   */
  List<String> record(
      String runId,
      Map<String, String> parameters,
      Map<String, String> tags,
      Map<String, List<MetricPoint>> points);

  /** All points of a metric, by step, then by time; none if there is no such metric. */
  List<MetricPoint> history(String runId, String metric);

  /** Links a data set with a run; one that is linked already stays as it is. */
  void dataset(String runId, DatasetInput input);

  /**
   * Makes a logged model that waits for its files. This is not tried twice: after {@link
   * ServerUnavailable} the model may be there, and is found by a tag.
   */
  ServerModel createModel(NewModel model);

  /** The logged model with this tag; if there are several, the one that was made first. */
  Optional<ServerModel> findModel(String experimentId, String tag, String value);

  /** The logged model with this id. */
  ServerModel model(String modelId);

  /**
   * Says that a logged model has all its files, and links it as a result of its run; done twice it
   * is the same.
   *
   * @param step updates done when it was made
   */
  void finishModel(String runId, String modelId, long step);

  /**
   * Records metrics of a logged model, which are also points of its run; those that are there may
   * be recorded again.
   *
   * @param points a point by metric
   * @param dataset what the model was trained on; none if unknown
   */
  void modelMetrics(
      String runId,
      String modelId,
      Map<String, MetricPoint> points,
      @Nullable DatasetInput dataset);

  /**
   * Makes a version of a registered model, unless there is one of the same source and run.
   *
   * @return the version, for example {@code 3}
   */
  String register(Registration registration);

  /**
   * Sets where a run stands.
   *
   * @param endMillis when it ended, milliseconds since 1970; 0 for a run that has not ended
   */
  void update(String runId, RunState state, long endMillis);

  /** Moves a run to the deleted ones. */
  void deleteRun(String runId);

  /**
   * The files of a run.
   *
   * @throws ServerRefused if files at its address cannot be reached from here, for example {@code
   *     s3:}
   */
  ArtifactStore artifacts(ServerRun run);

  /** The files of a logged model; otherwise as for a run. */
  ArtifactStore artifacts(ServerModel model);

  /** Ends its connections. */
  @Override
  void close();
}
