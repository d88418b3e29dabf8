package org.spotrl.mlflow.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.Names;
import org.spotrl.mlflow.format.RunState;

/** A tracking server behind {@code http} or {@code https}, spoken to by MLflow's Java client. */
public final class MlflowTrackingServer implements TrackingServer {

  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.\\d+(\\.\\w+)*");
  private static final int HISTORY_PAGE = 10_000;

  private final String address;
  private final HttpCalls http;
  private final Rest rest;
  private final ExperimentCalls experiments;
  private final ModelCalls models;
  private final ArtifactStores stores;
  private final ServerErrors failures;
  private @Nullable String version;

  private MlflowTrackingServer(
      ServerAddress address, Credentials credentials, boolean insecure, TimeLimits limits) {
    this.address = address.base();
    this.failures = new ServerErrors(this.address, credentials);
    this.http = new HttpCalls(address, credentials, insecure, limits, failures);
    ClientNoise.silence();
    ClientCalls client =
        new ClientCalls(() -> client(this.address, credentials, insecure), limits.call(), failures);
    this.rest = new Rest(client, http, failures);
    this.experiments = new ExperimentCalls(rest, this.address);
    this.models = new ModelCalls(rest);
    this.stores = new ArtifactStores(http);
  }

  /**
   * Prepares to speak with a server; the first call connects.
   *
   * <p>Credentials are taken from {@code MLFLOW_TRACKING_USERNAME} and {@code _PASSWORD}, from the
   * address, from {@code ~/.mlflow/credentials}, or from {@code MLFLOW_TRACKING_TOKEN}.
   * Certificates are verified unless {@code MLFLOW_TRACKING_INSECURE_TLS} is true. {@code
   * MLFLOW_HTTP_REQUEST_TIMEOUT} is the limit of a call in seconds, 30 without it.
   *
   * @param uri for example {@code https://mlflow.example.org}, maybe with user and password, which
   *     are seen nowhere afterwards
   * @param environment the environment's variables
   * @param warnings gets what the user should know, now
   * @throws SpotInputException if the address, a variable, the file of credentials or Java's trust
   *     store is wrong
   */
  public static MlflowTrackingServer at(
      String uri, Map<String, String> environment, Consumer<String> warnings) {
    return at(uri, environment, warnings, TimeLimits.of(environment));
  }

  /** As above, with the limits of the caller's choice. */
  static MlflowTrackingServer at(
      String uri, Map<String, String> environment, Consumer<String> warnings, TimeLimits limits) {
    ServerAddress address = ServerAddress.of(uri);
    Credentials credentials = Credentials.of(environment, address.userInfo());
    boolean insecure = Tls.isInsecure(environment);
    // Whatever the address and the certificate: Java reads it in any case.
    Tls.checkTrustStore();
    if (insecure && !address.isPlain()) {
      warnings.accept(
          Tls.INSECURE
              + " is set: the certificate of "
              + address.base()
              + " is not verified, so anyone on the way can read and change what is sent.");
    }
    if (!environment.getOrDefault(Tls.AUTHORITY, "").isBlank() && !address.isPlain()) {
      warnings.accept(
          Tls.AUTHORITY
              + " is set, but MLflow's Java client does not know it: if the server's certificate"
              + " is not trusted, "
              + Tls.TRUST
              + ".");
    }
    return new MlflowTrackingServer(address, credentials, insecure, limits);
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public String version() {
    String known = version;
    if (known == null) {
      String answer = http.get("/version").strip();
      if (!VERSION.matcher(answer).matches()) {
        throw failures.strange("/version", answer);
      }
      known = answer;
      version = known;
    }
    return known;
  }

  @Override
  public boolean hasLoggedModels() {
    return Integer.parseInt(version().substring(0, version().indexOf('.'))) >= 3;
  }

  @Override
  public List<ServerExperiment> experiments() {
    return experiments.all();
  }

  @Override
  public String experiment(String name, Map<String, String> tags) {
    return experiments.findOrMake(name, tags);
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
    JsonAnswer run = rest.get("runs/get", Map.of("run_id", runId)).at("run");
    if (run.at("info").text("lifecycle_stage").equals("deleted")) {
      throw new ServerRefused(
          "run "
              + runId
              + " on MLflow at "
              + address
              + " was deleted: restore it there (mlflow runs restore --run-id "
              + runId
              + ").",
          0,
          ServerRefused.ABSENT);
    }
    return Responses.run(run);
  }

  @Override
  public ServerRun createRun(
      String experimentId, String name, long startMillis, Map<String, String> tags) {
    Names.run(name);
    tags.keySet().forEach(tag -> Names.key("tag", tag));
    JsonAnswer made =
        rest.postOnce(
            "runs/create",
            Map.of(
                "experiment_id",
                experimentId,
                "run_name",
                name,
                "start_time",
                startMillis,
                "tags",
                Rest.pairs(LengthLimits.fit("tag", tags, LengthLimits.TAG).values())));
    return Responses.run(made.at("run"));
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
    LengthLimits.Fitted fittedParameters =
        LengthLimits.fit("parameter", parameters, LengthLimits.PARAMETER);
    LengthLimits.Fitted fittedTags = LengthLimits.fit("tag", tags, LengthLimits.TAG);
    for (Batches.Batch batch : Batches.of(fittedParameters.values(), fittedTags.values(), points)) {
      rest.client()
          .run(
              "runs/log-batch",
              c -> c.logBatch(runId, batch.metrics(), batch.parameters(), batch.tags()));
    }
    List<String> notes = new ArrayList<>(fittedParameters.notes());
    notes.addAll(fittedTags.notes());
    return notes;
  }

  @Override
  public List<MetricPoint> history(String runId, String metric) {
    List<MetricPoint> points = new ArrayList<>();
    Map<String, String> query = new LinkedHashMap<>();
    query.put("run_id", runId);
    query.put("metric_key", metric);
    // MLflow 2 knows no pages and answers with all.
    query.put("max_results", Integer.toString(HISTORY_PAGE));
    String token;
    do {
      JsonAnswer page = rest.get("metrics/get-history", query);
      page.list("metrics").forEach(point -> points.add(Responses.point(point)));
      token = page.text("next_page_token");
      query.put("page_token", token);
    } while (!token.isEmpty());
    points.sort(MetricPoint.LATEST);
    return points;
  }

  @Override
  public void dataset(String runId, DatasetInput input) {
    Map<String, Object> dataset = new LinkedHashMap<>();
    dataset.put("name", Names.dataset(input.name()));
    dataset.put("digest", Names.digest(input.digest()));
    dataset.put("source_type", input.sourceType());
    dataset.put("source", input.source());
    if (!input.schema().isEmpty()) {
      dataset.put("schema", input.schema());
    }
    if (!input.profile().isEmpty()) {
      dataset.put("profile", input.profile());
    }
    Map<String, String> tags =
        input.context().isEmpty() ? Map.of() : Map.of("mlflow.data.context", input.context());
    rest.post(
        "runs/log-inputs",
        Map.of(
            "run_id",
            runId,
            "datasets",
            List.of(Map.of("tags", Rest.pairs(tags), "dataset", dataset))));
  }

  @Override
  public ServerModel createModel(NewModel model) {
    Names.model(model.name());
    return models.create(model);
  }

  @Override
  public Optional<ServerModel> findModel(String experimentId, String tag, String value) {
    return models.find(experimentId, tag, value);
  }

  @Override
  public ServerModel model(String modelId) {
    return models.get(modelId);
  }

  @Override
  public void finishModel(String runId, String modelId, long step) {
    models.setReady(modelId);
    if (run(runId).models().stream().noneMatch(link -> link.modelId().equals(modelId))) {
      models.link(runId, modelId, step);
    }
  }

  @Override
  public void modelMetrics(String runId, String modelId, Map<String, MetricPoint> points) {
    points.keySet().forEach(name -> Names.key("metric", name));
    if (!points.isEmpty()) {
      models.metrics(runId, modelId, points);
    }
  }

  @Override
  public String register(Registration registration) {
    return models.register(registration);
  }

  @Override
  public void update(String runId, RunState state, long endMillis) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("run_id", runId);
    body.put("status", state.name());
    if (endMillis > 0) {
      body.put("end_time", endMillis);
    }
    rest.post("runs/update", body);
  }

  @Override
  public void deleteRun(String runId) {
    rest.client().run("runs/delete", c -> c.deleteRun(runId));
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
    return rest.searchAll("runs/search", body, "runs").stream().map(Responses::run).toList();
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
