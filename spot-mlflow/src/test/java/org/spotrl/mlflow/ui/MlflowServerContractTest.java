package org.spotrl.mlflow.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.tracking.ModelDescription;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.folder.Examples;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.mlflow.folder.SettableClock;

/**
 * A real MLflow serves what the folder tracker wrote. It is found as in {@code spot ui}, for
 * example with {@code SPOT_MLFLOW=/path/of/mlflow}. Without MLflow these tests fail with {@code
 * CI=true} and are skipped otherwise.
 */
@Timeout(300)
class MlflowServerContractTest {

  private static final String API = "/api/2.0/mlflow/";
  // The server returns bytes; ASCII can be compared as text.
  private static final byte[] PNG = "an image".getBytes(StandardCharsets.US_ASCII);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private static Path folder;
  private static String base = "";
  private static String version = "";
  private static String runId = "";
  private static Optional<MlflowUi> server = Optional.empty();

  @BeforeAll
  static void serveAFolder() throws IOException {
    // A name with characters that must be escaped in URIs.
    Path root = folder.resolve("runs of \u00fc & 50%");
    ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    Optional<MlflowFinder.Found> mlflow;
    try {
      mlflow = new MlflowFinder(System.getenv(), root, log::add).find("");
    } catch (SpotInputException e) {
      mlflow = fail(e);
    }
    if (mlflow.isEmpty()) {
      String missing =
          "no MLflow to test with: set SPOT_MLFLOW to an mlflow executable, or pip install"
              + " 'mlflow>=3.17,<4'";
      if ("true".equals(System.getenv("CI"))) {
        fail(missing);
      }
      assumeTrue(false, missing);
    }
    record(root);
    MlflowUi ui = MlflowUi.start(new UiOptions(root, "", Duration.ofMinutes(4)), log::add);
    server = Optional.of(ui);
    base = ui.url().substring(0, ui.url().indexOf("/#/"));
    version = ui.version();
  }

  @AfterAll
  static void endServer() {
    server.ifPresent(MlflowUi::close);
  }

  private static void record(Path root) throws IOException {
    SettableClock clock = new SettableClock(Examples.START);
    FolderTracker tracker = Examples.tracker(root, clock);
    TrackedRun run =
        tracker.start(
            new RunDescription(
                "maze study: \u03bb",
                "spot-maze2d-umaze-s0",
                "SPOT on *maze2d*.",
                Map.of("algorithm.lambda", "0.5", "density/type", "cvae", "empty", ""),
                Map.of("algorithm", "spot", "experiment.owner", "lab"),
                "experiments/quickstart.yaml"));
    runId = run.id();
    for (int i = 1; i <= 3; i++) {
      clock.set(Examples.START + 1000L * i);
      run.metrics(
          500L * i,
          Map.of(
              "train/critic_loss",
              1.0 / i,
              "train/nothing",
              Double.NaN,
              "eval/infinite",
              Double.NEGATIVE_INFINITY));
    }
    run.dataset(Examples.DATASET, "training");
    run.text("config/experiment of \u00fc.yaml", "seed: 0\n");
    Path policy = Files.createDirectory(folder.resolve("policy"));
    Files.writeString(policy.resolve("weights.txt"), "1 2 3\n");
    run.model(registered(1500, 1.5), policy);
    run.image("support/state_1", 500, PNG);
    run.image("support/state_1", 1000, PNG);
    run.table(
        "tables/evaluation.json", List.of("step", "return"), List.of(List.of(500L, Double.NaN)));
    clock.set(Examples.START + 9000);
    run.finish(RunStatus.FINISHED);
    TrackedRun running = tracker.start(Examples.description("maze study: \u03bb", "still running"));
    running.model(registered(7, 2.5), policy);
  }

  private static ModelDescription registered(long step, double score) {
    return new ModelDescription(
        "policy",
        step,
        "Scores " + score + ".",
        Map.of("algorithm.lambda", "0.5"),
        Map.of("eval/normalized_score", score),
        "maze policy");
  }

  @Test
  void theExperimentIsListedWithItsTags() throws Exception {
    List<?> experiments = list(post("experiments/search", "{\"max_results\": 10}"), "experiments");

    assertThat(experiments).hasSize(1);
    assertThat(at(experiments.get(0), "name")).isEqualTo("maze study: \u03bb");
    assertThat(at(experiments.get(0), "experiment_id")).isEqualTo("1");
    assertThat(pairs(list(experiments.get(0), "tags"))).containsEntry("owner", "lab");
    Object byName =
        get(API + "experiments/get-by-name?experiment_name=" + encoded("maze study: \u03bb"));
    assertThat(at(byName, "experiment", "experiment_id")).isEqualTo("1");
  }

  @Test
  void theRunsAreFoundWithTheirStates() throws Exception {
    List<?> runs =
        list(
            post("runs/search", "{\"experiment_ids\": [\"1\"], \"order_by\": [\"status ASC\"]}"),
            "runs");

    assertThat(runs.stream().map(run -> at(run, "info", "status")))
        .containsExactly("FINISHED", "RUNNING");
  }

  @Test
  void theRunHasItsNameTimesParametersAndTags() throws Exception {
    Object run = at(get(API + "runs/get?run_id=" + runId), "run");

    assertThat(at(run, "info", "run_name")).isEqualTo("spot-maze2d-umaze-s0");
    assertThat(number(at(run, "info", "start_time"))).isEqualTo(Examples.START);
    assertThat(number(at(run, "info", "end_time"))).isEqualTo(Examples.START + 9000);
    assertThat(pairs(list(at(run, "data"), "params")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("algorithm.lambda", "0.5", "density/type", "cvae", "empty", ""));
    assertThat(pairs(list(at(run, "data"), "tags")))
        .containsEntry("algorithm", "spot")
        .containsEntry("mlflow.user", "researcher")
        .containsEntry("mlflow.note.content", "SPOT on *maze2d*.");
  }

  @Test
  void theHistoryOfAMetricHasValuesStepsAndTimes() throws Exception {
    List<?> points = history("train/critic_loss");

    assertThat(points.stream().map(p -> number(at(p, "step")))).containsExactly(500L, 1000L, 1500L);
    assertThat(points.stream().map(p -> number(at(p, "timestamp"))))
        .containsExactly(Examples.START + 1000, Examples.START + 2000, Examples.START + 3000);
    assertThat(points.stream().map(p -> Double.parseDouble(at(p, "value").toString())))
        .containsExactly(1.0, 0.5, 1.0 / 3);
  }

  @Test
  void nanIsKeptAndInfinityBecomesFinite() throws Exception {
    assertThat(history("train/nothing")).hasSize(3);
    assertThat(at(history("train/nothing").get(0), "value"))
        .asString()
        .isEqualToIgnoringCase("nan");
    assertThat(Double.parseDouble(at(history("eval/infinite").get(0), "value").toString()))
        .isEqualTo(-Double.MAX_VALUE);
  }

  @Test
  void theDataSetIsAnInputOfTheRun() throws Exception {
    Object run = at(get(API + "runs/get?run_id=" + runId), "run");
    List<?> inputs = list(at(run, "inputs"), "dataset_inputs");

    assertThat(inputs).hasSize(1);
    assertThat(at(inputs.get(0), "dataset", "name")).isEqualTo("maze2d-umaze-v1");
    assertThat(at(inputs.get(0), "dataset", "digest")).isEqualTo("1a2b3c4d");
    assertThat(pairs(list(inputs.get(0), "tags"))).containsEntry("mlflow.data.context", "training");
  }

  @Test
  void theArtifactsAreListedAndRead() throws Exception {
    List<?> top = list(get(API + "artifacts/list?run_id=" + runId), "files");
    List<?> config = list(get(API + "artifacts/list?run_id=" + runId + "&path=config"), "files");

    assertThat(top.stream().map(file -> at(file, "path"))).contains("config");
    assertThat(config.stream().map(file -> at(file, "path")))
        .containsExactly("config/experiment of \u00fc.yaml");
    assertThat(
            text(
                "/get-artifact?run_uuid="
                    + runId
                    + "&path="
                    + encoded("config/experiment of \u00fc.yaml")))
        .isEqualTo("seed: 0\n");
  }

  @Test
  void theModelIsReadyAndLinkedWithTheRun() throws Exception {
    assumeTrue(!version.startsWith("2."), "MLflow 2 has no logged models");
    Object run = at(get(API + "runs/get?run_id=" + runId), "run");
    List<?> outputs = list(at(run, "outputs"), "model_outputs");
    assertThat(outputs).hasSize(1);
    assertThat(number(at(outputs.get(0), "step"))).isEqualTo(1500);
    String id = at(outputs.get(0), "model_id").toString();

    Object model = get(API + "logged-models/" + id);

    assertThat(at(model, "model", "info", "name")).isEqualTo("policy");
    assertThat(at(model, "model", "info", "status")).isEqualTo("LOGGED_MODEL_READY");
    assertThat(at(model, "model", "info", "source_run_id")).isEqualTo(runId);
    Object files = get("/ajax-api/2.0/mlflow/logged-models/" + id + "/artifacts/directories");
    assertThat(list(files, "files").stream().map(file -> at(file, "path")))
        .containsExactlyInAnyOrder("MLmodel", "weights.txt");
  }

  @Test
  void aModelHasItsMetricsParametersAndTags() throws Exception {
    assumeTrue(!version.startsWith("2."), "MLflow 2 has no logged models");
    Object run = at(get(API + "runs/get?run_id=" + runId), "run");
    String id = at(list(at(run, "outputs"), "model_outputs").get(0), "model_id").toString();

    Object data = at(get(API + "logged-models/" + id), "model", "data");

    assertThat(pairs(list(data, "params"))).containsEntry("algorithm.lambda", "0.5");
    Object metric = list(data, "metrics").get(0);
    assertThat(at(metric, "key")).isEqualTo("eval/normalized_score");
    assertThat(Double.parseDouble(at(metric, "value").toString())).isEqualTo(1.5);
    assertThat(number(at(metric, "step"))).isEqualTo(1500);
    assertThat(at(metric, "run_id")).isEqualTo(runId);
  }

  @Test
  void theImagesAndTablesAreListedAndRead() throws Exception {
    Object run = at(get(API + "runs/get?run_id=" + runId), "run");
    Map<String, String> tags = pairs(list(at(run, "data"), "tags"));
    assertThat(tags).containsEntry("mlflow.loggedImages", "True");
    assertThat(tags.get("mlflow.loggedArtifacts")).contains("tables/evaluation.json");

    List<?> images = list(get(API + "artifacts/list?run_id=" + runId + "&path=images"), "files");
    assertThat(images).hasSize(4);
    for (Object image : images) {
      String path = at(image, "path").toString();
      assertThat(path).matches("images/support~state_1\\+step\\+(500|1000)\\+timestamp\\+.*png");
      assertThat(number(at(image, "file_size"))).isEqualTo(PNG.length);
      assertThat(text("/get-artifact?run_uuid=" + runId + "&path=" + encoded(path)))
          .isEqualTo(new String(PNG, StandardCharsets.UTF_8));
    }
    Object table = json(text("/get-artifact?run_uuid=" + runId + "&path=tables/evaluation.json"));
    assertThat(list(table, "columns")).isEqualTo(List.of("step", "return"));
  }

  @Test
  void theRegistryHasAVersionForEachRunAndAnAliasForTheLatest() throws Exception {
    String name = encoded("maze policy");

    Object model = at(get(API + "registered-models/get?name=" + name), "registered_model");
    assertThat(at(model, "name")).isEqualTo("maze policy");
    Object first = get(API + "model-versions/get?name=" + name + "&version=1");
    assertThat(at(first, "model_version", "run_id")).isEqualTo(runId);
    assertThat(at(first, "model_version", "status")).isEqualTo("READY");
    assertThat(at(first, "model_version", "description")).isEqualTo("Scores 1.5.");
    Object newest = get(API + "registered-models/alias?name=" + name + "&alias=newest");
    assertThat(at(newest, "model_version", "version").toString()).isEqualTo("2");
    Object found = get(API + "model-versions/search?filter=" + encoded("run_id = '" + runId + "'"));
    assertThat(list(found, "model_versions")).hasSize(1);
  }

  private static List<?> history(String metric) throws Exception {
    Object answer =
        get(API + "metrics/get-history?run_id=" + runId + "&metric_key=" + encoded(metric));
    return list(answer, "metrics");
  }

  private static Object get(String path) throws Exception {
    return json(text(path));
  }

  private static String text(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(base + path)).GET());
  }

  private static Object post(String path, String body) throws Exception {
    return json(
        send(
            HttpRequest.newBuilder(URI.create(base + API + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))));
  }

  private static String send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response =
        CLIENT.send(
            request.timeout(Duration.ofMinutes(1)).build(),
            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    assertThat(response.statusCode()).as(response.uri() + ": " + response.body()).isEqualTo(200);
    return response.body();
  }

  /** Parses JSON as YAML. */
  private static Object json(String text) {
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private static Object at(Object json, String... fields) {
    Object value = json;
    for (String field : fields) {
      assertThat(value).isInstanceOf(Map.class);
      Object next = ((Map<?, ?>) value).get(field);
      assertThat(next).as(field + " in " + value).isNotNull();
      value = next == null ? "" : next;
    }
    return value;
  }

  private static List<?> list(Object json, String field) {
    return (List<?>) at(json, field);
  }

  private static Map<String, String> pairs(List<?> entries) {
    return entries.stream()
        .collect(
            Collectors.toMap(
                entry -> at(entry, "key").toString(),
                entry ->
                    ((Map<?, ?>) entry).containsKey("value") ? at(entry, "value").toString() : ""));
  }

  private static long number(Object value) {
    return Long.parseLong(value.toString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
