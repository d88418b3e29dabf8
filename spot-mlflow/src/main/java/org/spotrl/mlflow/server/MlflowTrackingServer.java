package org.spotrl.mlflow.server;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.Json;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.Names;
import org.spotrl.mlflow.format.RunState;
import org.spotrl.mlflow.format.SavedView;
import tools.jackson.databind.JsonNode;

/** A tracking server at an {@code http} or {@code https} address. */
public final class MlflowTrackingServer extends ModelCalls {

  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.\\d+(\\.\\w+)*");
  private static final int HISTORY_PAGE = 10_000;

  private final ArtifactStores stores;
  private String version = "";

  private MlflowTrackingServer(Rest rest) {
    super(rest);
    this.stores = new ArtifactStores(rest.http());
  }

  /**
   * Creates a server object; the first call connects.
   *
   * <p>Credentials come from {@code MLFLOW_TRACKING_USERNAME} and {@code _PASSWORD}, the address,
   * {@code ~/.mlflow/credentials}, or {@code MLFLOW_TRACKING_TOKEN}. Certificates are verified with
   * the file in {@code MLFLOW_TRACKING_SERVER_CERT_PATH}, else with Java's trust store, unless
   * {@code MLFLOW_TRACKING_INSECURE_TLS} is true. {@code MLFLOW_HTTP_REQUEST_TIMEOUT} is the time
   * limit of a call in seconds, default 30.
   *
   * @param uri for example {@code https://mlflow.example.org}; may contain user and password, which
   *     are never shown
   * @param environment the environment variables
   * @param warnings receives warnings for the user during this call
   * @throws SpotInputException if the address, a variable, the credentials file or Java's trust
   *     store is invalid
   */
  public static MlflowTrackingServer at(
      String uri, Map<String, String> environment, Consumer<String> warnings) {
    return at(uri, environment, warnings, TimeLimits.of(environment));
  }

  /** As above, with the given time limits. */
  static MlflowTrackingServer at(
      String uri, Map<String, String> environment, Consumer<String> warnings, TimeLimits limits) {
    ServerAddress address = ServerAddress.of(uri);
    Credentials credentials = Credentials.of(environment, address.userInfo());
    boolean insecure = Tls.isInsecure(environment);
    boolean authority = !address.isPlain() && Tls.trustAuthority(environment);
    // Always, because Java reads the trust store even for http.
    Tls.checkTrustStore();
    if (insecure && !address.isPlain()) {
      warnings.accept(
          ("%s is set: the certificate of %s is not verified, so an attacker on the network can read and"
                  + " change what is sent.")
              .formatted(Tls.INSECURE, address.base()));
    }
    if (!environment.getOrDefault(Tls.CLIENT, "").isBlank() && !address.isPlain()) {
      warnings.accept(
          "%s is set, but ignored: MLflow's Java client does not support client certificates."
              .formatted(Tls.CLIENT));
    }
    ServerErrors errors = new ServerErrors(address.base(), credentials);
    Optional<SSLContext> tls =
        insecure
            ? Optional.of(Tls.trustingAll())
            : Optional.of(authority).filter(given -> given).map(given -> Tls.trustingStore());
    HttpCalls http = new HttpCalls(address, credentials, tls, limits, errors);
    return new MlflowTrackingServer(
        new Rest(
            new ClientCalls(() -> client(address.base(), credentials, insecure), http),
            http,
            errors));
  }

  @Override
  public String address() {
    return rest.http().base();
  }

  @Override
  public String version() {
    if (version.isEmpty()) {
      String answer = rest.http().get("/version").strip();
      if (!VERSION.matcher(answer).matches()) {
        throw rest.errors().strange("/version", answer);
      }
      version = answer;
    }
    return version;
  }

  @Override
  public boolean hasLoggedModels() {
    return Integer.parseInt(version().substring(0, version().indexOf('.'))) >= 3;
  }

  @Override
  public List<ServerExperiment> experiments() {
    return rest.searchAll("experiments/search", Map.of("max_results", 1000), "experiments").stream()
        .map(ServerExperiment::of)
        .toList();
  }

  @Override
  public String experiment(String name, Map<String, String> tags) {
    Names.experiment(name);
    tags.keySet().forEach(tag -> Names.key("tag", tag));
    Map<String, String> fitted = LengthLimit.EXPERIMENT_TAG.fit(tags).values();
    Optional<JsonNode> known = named(name);
    if (known.isEmpty()) {
      try {
        Map<String, Object> body = Map.of("name", name, "tags", Rest.pairs(fitted));
        return Json.text(rest.postOnce("experiments/create", body), "experiment_id");
      } catch (ServerRefused e) {
        // Another process may have created it meanwhile.
        known = named(name);
        if (known.isEmpty()) {
          throw e;
        }
      }
    }
    ServerExperiment experiment = ServerExperiment.of(known.get());
    String id = experiment.id();
    if (Json.text(known.get(), "lifecycle_stage").equals("deleted")) {
      throw new ServerRefused(
          ("experiment '%s' on MLflow at %s was deleted: restore it there (mlflow experiments"
                  + " restore --experiment-id %s) or choose another name.")
              .formatted(name, address(), id));
    }
    fitted.entrySet().removeAll(experiment.tags().entrySet());
    fitted
        .keySet()
        .removeIf(
            tag ->
                tag.startsWith(SavedView.TAG)
                    && SavedView.isChangedByUser(experiment.tags().getOrDefault(tag, "")));
    fitted.forEach(
        (tag, value) ->
            rest.post(
                "experiments/set-experiment-tag",
                Map.of("experiment_id", id, "key", tag, "value", value)));
    return id;
  }

  private Optional<JsonNode> named(String name) {
    try {
      String call = "experiments/get-by-name";
      return Optional.of(rest.get(call, Map.of("experiment_name", name)).path("experiment"));
    } catch (ServerRefused e) {
      if (!e.code().equals(ServerRefused.ABSENT)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  @Override
  public Optional<ServerRun> findRun(String experimentId, String tag, String value) {
    return search(experimentId, Map.of("filter", Rest.tagFilter(tag, value))).stream()
        .filter(run -> value.equals(run.tags().get(tag)))
        .min(Comparator.comparing(ServerRun::id));
  }

  @Override
  public List<ServerRun> runs(String experimentId) {
    return search(experimentId, Map.of("order_by", List.of("attributes.start_time DESC")));
  }

  @Override
  public ServerRun run(String runId) {
    JsonNode run = rest.get("runs/get", Map.of("run_id", runId)).path("run");
    if (Json.text(run.path("info"), "lifecycle_stage").equals("deleted")) {
      throw new ServerRefused(
          ("run %s on MLflow at %s was deleted: restore it there (mlflow runs restore --run-id"
                  + " %1$s).")
              .formatted(runId, address()),
          0,
          ServerRefused.ABSENT);
    }
    return ServerRun.of(run);
  }

  @Override
  public ServerRun createRun(
      String experimentId, String name, long startMillis, Map<String, String> tags) {
    Names.run(name);
    tags.keySet().forEach(tag -> Names.key("tag", tag));
    Map<String, Object> body =
        Rest.body(
            "experiment_id", experimentId,
            "run_name", name,
            "start_time", startMillis,
            "tags", Rest.pairs(LengthLimit.TAG.fit(tags).values()));
    return ServerRun.of(rest.postOnce("runs/create", body).path("run"));
  }

  @Override
  public List<String> record(
      String runId,
      Map<String, String> parameters,
      Map<String, String> tags,
      Map<String, List<MetricPoint>> points) {
    parameters.keySet().forEach(name -> Names.key("parameter", name));
    tags.keySet().forEach(name -> Names.key("tag", name));
    points.keySet().forEach(name -> Names.key("metric", name));
    LengthLimit.Fitted fittedParameters = LengthLimit.PARAMETER.fit(parameters);
    LengthLimit.Fitted fittedTags = LengthLimit.TAG.fit(tags);
    for (Batches.Batch batch : Batches.of(fittedParameters.values(), fittedTags.values(), points)) {
      rest.post("runs/log-batch", batch.body(runId));
    }
    return Stream.of(fittedParameters, fittedTags).flatMap(f -> f.notes().stream()).toList();
  }

  @Override
  public List<MetricPoint> history(String runId, String metric) {
    // MLflow 2 ignores max_results and returns all.
    Map<String, Object> query =
        Rest.body("run_id", runId, "metric_key", metric, "max_results", HISTORY_PAGE);
    return rest.getAll("metrics/get-history", query, "metrics").stream()
        .map(ServerRun::point)
        .sorted(MetricPoint.LATEST)
        .toList();
  }

  @Override
  public void dataset(String runId, DatasetInput input) {
    Map<String, String> dataset = new HashMap<>(input.fields());
    dataset.values().removeIf(String::isEmpty);
    Map<String, String> tags =
        input.context().isEmpty() ? Map.of() : Map.of("mlflow.data.context", input.context());
    Map<String, Object> link = Map.of("tags", Rest.pairs(tags), "dataset", dataset);
    rest.post("runs/log-inputs", Map.of("run_id", runId, "datasets", List.of(link)));
  }

  @Override
  public void update(String runId, RunState state, long endMillis) {
    Object end = endMillis > 0 ? (Object) endMillis : "";
    rest.post("runs/update", Rest.body("run_id", runId, "status", state.name(), "end_time", end));
  }

  @Override
  public void deleteRun(String runId) {
    rest.post("runs/delete", Map.of("run_id", runId));
  }

  @Override
  public ArtifactStore artifacts(ServerRun run) {
    return stores.of(run);
  }

  @Override
  public ArtifactStore artifacts(ServerModel model) {
    return stores.of(model);
  }

  @Override
  public void close() {
    rest.client().close();
  }

  private List<ServerRun> search(String experimentId, Map<String, ?> how) {
    Map<String, Object> body = new LinkedHashMap<>(how);
    body.put("experiment_ids", List.of(experimentId));
    body.put("max_results", 1000);
    return rest.searchAll("runs/search", body, "runs").stream().map(ServerRun::of).toList();
  }

  private static MlflowClient client(String base, Credentials credentials, boolean insecure) {
    boolean hasUser = !credentials.user().isEmpty();
    boolean hasToken = !credentials.token().isEmpty();
    return new MlflowClient(
        new BasicMlflowHostCreds(
            base,
            hasUser ? credentials.user() : null,
            hasUser ? credentials.password() : null,
            hasToken ? credentials.token() : null,
            insecure));
  }
}
