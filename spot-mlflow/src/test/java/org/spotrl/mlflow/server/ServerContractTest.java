package org.spotrl.mlflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.ModelRegistry.ModelVersionTag;
import org.mlflow.tracking.MlflowClient;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.random.RandomStream;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;
import org.spotrl.mlflow.ui.RealMlflow;

/** Calls to real MLflow servers of version 3 and version 2. */
@Timeout(300)
class ServerContractTest {

  private static final long START = 1_700_000_000_000L;

  @TempDir private Path folder;
  private final String study = "study \u03bb " + UUID.randomUUID();
  private final List<TrackingServer> servers = new ArrayList<>();

  @AfterEach
  void close() {
    servers.forEach(TrackingServer::close);
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void version3HasLoggedModels(RealMlflow mlflow) {
    TrackingServer server = server(mlflow);

    assertThat(server.version()).startsWith(mlflow == RealMlflow.VERSION_2 ? "2." : "3.");
    assertThat(server.hasLoggedModels()).isEqualTo(mlflow != RealMlflow.VERSION_2);
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void anExperimentIsCreatedOnceAndKeepsOtherTags(RealMlflow mlflow) {
    TrackingServer server = server(mlflow);

    String id = server.experiment(study, Map.of("owner", "lab", "kind", "a"));
    String again = server.experiment(study, Map.of("kind", "b"));

    assertThat(again).isEqualTo(id);
    assertThat(server.experiments())
        .filteredOn(experiment -> experiment.id().equals(id))
        .singleElement()
        .extracting(ServerExperiment::tags)
        .satisfies(
            tags -> assertThat(tags).containsEntry("owner", "lab").containsEntry("kind", "b"));
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void aRunIsFoundByItsTagWithAllItsData(RealMlflow mlflow) {
    TrackingServer server = server(mlflow);
    String experiment = server.experiment(study, Map.of());
    ServerRun made =
        server.createRun(
            experiment, "spot-s0", START, Map.of("spot.run_id", "0a1b", "mlflow.user", "lab"));
    server.createRun(experiment, "other", START, Map.of("spot.run_id", "ffff"));

    List<String> notes =
        server.record(
            made.id(),
            Map.of("algorithm.lambda", "0.5", "density/type", "cvae", "empty", ""),
            Map.of("seed", "0", "note", "\u03bb \"quoted\"\n<b>\u2028"),
            Map.of(
                "train/critic_loss",
                List.of(new MetricPoint(START + 1, 500, 1.0 / 3), point(2, 1000, 0.25))));
    server.update(made.id(), RunState.FINISHED, START + 9000);

    assertThat(notes).isEmpty();
    assertThat(server.findRun(experiment, "spot.run_id", "none")).isEmpty();
    ServerRun run = server.findRun(experiment, "spot.run_id", "0a1b").orElseThrow();
    assertThat(run).isEqualTo(server.run(made.id()));
    assertThat(run.name()).isEqualTo("spot-s0");
    assertThat(run.state()).isEqualTo(RunState.FINISHED);
    assertThat(run.startMillis()).isEqualTo(START);
    assertThat(run.endMillis()).isEqualTo(START + 9000);
    assertThat(run.parameters())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("algorithm.lambda", "0.5", "density/type", "cvae", "empty", ""));
    assertThat(run.tags())
        .containsEntry("spot.run_id", "0a1b")
        .containsEntry("mlflow.user", "lab")
        .containsEntry("note", "\u03bb \"quoted\"\n<b>\u2028");
    assertThat(run.latest()).isEqualTo(Map.of("train/critic_loss", point(2, 1000, 0.25)));
    assertThat(server.runs(experiment)).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void aHistoryOfManyBatchesIsReadCompletely(RealMlflow mlflow) {
    TrackingServer server = server(mlflow);
    ServerRun run = run(server);
    List<MetricPoint> points = points(2_345);

    server.record(run.id(), Map.of(), Map.of(), Map.of("train/loss", points));
    // Recording it again changes nothing.
    server.record(run.id(), Map.of(), Map.of(), Map.of("train/loss", points.subList(0, 1500)));

    assertThat(server.history(run.id(), "train/loss")).isEqualTo(points);
    assertThat(server.history(run.id(), "train/none")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void nanIsKeptAndInfinityBecomesTheLargestNumber(RealMlflow mlflow) {
    TrackingServer server = server(mlflow);
    ServerRun run = run(server);

    server.record(
        run.id(),
        Map.of(),
        Map.of(),
        Map.of(
            "odd",
            List.of(
                point(1, 1, Double.NaN),
                point(2, 2, Double.POSITIVE_INFINITY),
                point(3, 3, Double.NEGATIVE_INFINITY),
                point(4, 4, Double.MIN_VALUE))));

    assertThat(server.history(run.id(), "odd"))
        .extracting(MetricPoint::value)
        .containsExactly(Double.NaN, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE);
    assertThat(server.run(run.id()).latest()).containsEntry("odd", point(4, 4, Double.MIN_VALUE));
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void manyLongTextsAreSplitIntoCallsThatTheServerAccepts(RealMlflow mlflow) {
    TrackingServer server = server(mlflow);
    ServerRun run = run(server);
    Map<String, String> parameters = new TreeMap<>();
    Map<String, String> tags = new TreeMap<>();
    for (int i = 0; i < 250; i++) {
      parameters.put("p" + i, "\u03bb<".repeat(1500) + i);
      tags.put("t" + i, "\ud83d\ude80 \" \\ ".repeat(500) + i);
    }

    assertThat(server.record(run.id(), parameters, tags, Map.of())).isEmpty();

    ServerRun there = server.run(run.id());
    assertThat(there.parameters()).isEqualTo(parameters);
    assertThat(there.tags()).containsAllEntriesOf(tags);
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void valuesThatAreTooLongAreTruncatedWithAMarkAndANote(RealMlflow mlflow) {
    TrackingServer server = server(mlflow);
    ServerRun run = run(server);

    List<String> notes =
        server.record(
            run.id(),
            Map.of("fits", "x".repeat(6000), "long", "\ud83d\ude80".repeat(6001)),
            Map.of("fits", "y".repeat(8000), "long", "z".repeat(9000)),
            Map.of());

    ServerRun there = server.run(run.id());
    assertThat(there.parameters()).containsEntry("fits", "x".repeat(6000));
    assertThat(there.parameters().get("long"))
        .endsWith("\ud83d\ude80 ... (truncated from 6001 characters)");
    assertThat(there.tags()).containsEntry("fits", "y".repeat(8000));
    assertThat(there.tags().get("long"))
        .hasSize(8000)
        .endsWith("z ... (truncated from 9000 characters)");
    assertThat(notes)
        .containsExactly(
            "parameter 'long' has 6001 characters, but an MLflow server keeps only 6000: the"
                + " rest is not recorded there.",
            "tag 'long' has 9000 characters, but an MLflow server keeps only 8000: the rest is not"
                + " recorded there.");
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void aNameThatMlflowForbidsIsRefusedBeforeAnythingIsRecorded(RealMlflow mlflow) {
    TrackingServer server = server(mlflow);
    ServerRun run = run(server);

    assertThatThrownBy(
            () ->
                server.record(
                    run.id(),
                    Map.of("fine", "1"),
                    Map.of(),
                    Map.of("loss (%)", List.of(point(1, 1, 1)))))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("loss (%)");
    assertThat(server.run(run.id()).parameters()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void anotherValueOfAParameterIsRefused(RealMlflow mlflow) {
    TrackingServer server = server(mlflow);
    ServerRun run = run(server);
    server.record(run.id(), Map.of("seed", "0"), Map.of(), Map.of());

    assertThatThrownBy(() -> server.record(run.id(), Map.of("seed", "1"), Map.of(), Map.of()))
        .isInstanceOf(ServerRefused.class)
        .hasMessageContaining("seed");
    server.record(run.id(), Map.of("seed", "0"), Map.of(), Map.of());
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void aMissingRunIsAbsent(RealMlflow mlflow) {
    TrackingServer server = server(mlflow);

    ServerRefused refused =
        catchThrowableOfType(ServerRefused.class, () -> server.run("0".repeat(32)));

    assertThat(refused).extracting(ServerRefused::isAbsent).isEqualTo(true);
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void aDeletedRunIsNotFound(RealMlflow mlflow) {
    TrackingServer server = server(mlflow);
    ServerRun run = run(server);

    server.deleteRun(run.id());

    assertThat(server.findRun(run.experimentId(), "spot.run_id", "r")).isEmpty();
    assertThat(server.runs(run.experimentId())).isEmpty();
    assertThatThrownBy(() -> server.run(run.id()))
        .isInstanceOf(ServerRefused.class)
        .hasMessageContaining("mlflow runs restore --run-id " + run.id());
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void aDeletedExperimentIsReportedWithARemedy(RealMlflow mlflow) {
    TrackingServer server = server(mlflow);
    String id = server.experiment(study, Map.of());
    new HttpCalls(
            ServerAddress.of(mlflow.address()),
            Credentials.of(Map.of(), ""),
            Optional.empty(),
            TimeLimits.of(Map.of()),
            new ServerErrors(mlflow.address(), Credentials.of(Map.of(), "")))
        .post("experiments/delete", "{\"experiment_id\": \"" + id + "\"}");

    assertThatThrownBy(() -> server.experiment(study, Map.of()))
        .isInstanceOf(ServerRefused.class)
        .hasMessageContaining("was deleted")
        .hasMessageContaining("mlflow experiments restore --experiment-id " + id);
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void aDataSetIsLinkedOnce(RealMlflow mlflow) {
    TrackingServer server = server(mlflow);
    ServerRun run = run(server);
    // A unique data set: MLflow 2 keeps one for each name and digest of the whole server.
    DatasetInput input =
        new DatasetInput(
            "maze2d-umaze-v1",
            "a-data-set-of-a-contract",
            "collected",
            "{\"uri\": \"maze2d-umaze, 1000 steps\"}",
            "{\"mlflow_colspec\": [{\"name\": \"reward\", \"type\": \"float\"}]}",
            "{\"num_rows\": 1000}",
            "training");

    server.dataset(run.id(), input);
    server.dataset(run.id(), input);

    assertThat(server.run(run.id()).datasets()).containsExactly(input);
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void anEndedRunCanRunAgain(RealMlflow mlflow) {
    TrackingServer server = server(mlflow);
    ServerRun run = run(server);
    server.update(run.id(), RunState.FAILED, START + 1000);

    server.update(run.id(), RunState.RUNNING, 0);
    server.record(run.id(), Map.of(), Map.of(), Map.of("loss", points(3)));

    assertThat(server.run(run.id()).state()).isEqualTo(RunState.RUNNING);
    assertThat(server.history(run.id(), "loss")).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(names = "NEWEST")
  void aModelIsCreatedUploadedAndLinkedOnce(RealMlflow mlflow) throws Exception {
    TrackingServer server = server(mlflow);
    ServerRun run = run(server);
    ServerModel made =
        server.createModel(
            new NewModel(
                run.experimentId(),
                run.id(),
                "policy",
                Map.of("algorithm.lambda", "0.5"),
                Map.of("spot.model_id", "m-1")));
    Path weights = Files.writeString(folder.resolve("weights"), "1 2 3");
    server.artifacts(made).put("data/weights.txt", weights);

    server.finishModel(run.id(), made.id(), 1500);
    server.finishModel(run.id(), made.id(), 1500);

    ServerModel model = server.findModel(run.experimentId(), "spot.model_id", "m-1").orElseThrow();
    assertThat(model.id()).isEqualTo(made.id());
    assertThat(model.isReady()).isTrue();
    assertThat(made.isReady()).isFalse();
    assertThat(model.name()).isEqualTo("policy");
    assertThat(model.runId()).isEqualTo(run.id());
    assertThat(server.model(made.id())).isEqualTo(model);
    assertThat(server.run(run.id()).models())
        .containsExactly(new ServerRun.ModelLink(made.id(), 1500));
    assertThat(server.artifacts(model).files())
        .containsExactly(new ArtifactFile("data/weights.txt", false, 5));
    assertThat(server.findModel(run.experimentId(), "spot.model_id", "m-2")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void eachModelSourceGetsOneVersionAndTheAliasMoves(RealMlflow mlflow) {
    TrackingServer server = server(mlflow);
    ServerRun run = run(server);
    String name = "maze-policy-" + UUID.randomUUID();
    String source = run.artifactUri() + "/policy";
    Map<String, String> tags = Map.of("seed", "3");

    String first =
        server.register(
            new Registration(name, run.id(), "", source, "champion", "A version.", tags));
    String again =
        server.register(
            new Registration(name, run.id(), "", source, "champion", "A version.", tags));
    String second =
        server.register(new Registration(name, run.id(), "", source + "2", "champion", "", tags));

    assertThat(List.of(first, again, second)).containsExactly("1", "1", "2");
    try (MlflowClient client = new MlflowClient(mlflow.address())) {
      ModelVersion version = client.getModelVersion(name, first);
      assertThat(version.getDescription()).isEqualTo("A version.");
      assertThat(version.getTagsList())
          .extracting(ModelVersionTag::getKey, ModelVersionTag::getValue)
          .containsExactly(tuple("seed", "3"));
      assertThat(client.getModelVersion(name, second).getDescription()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void callsRepeatedOverARandomlyBreakingConnectionTakeEffectOnce(RealMlflow mlflow)
      throws Exception {
    ServerRun run = run(server(mlflow));
    List<MetricPoint> points = points(400);
    Retry retry =
        new Retry(
            Duration.ofMinutes(2),
            () -> new Backoff(Duration.ofMillis(1), Duration.ofMillis(50)),
            System::nanoTime,
            pause -> Thread.sleep(pause.toMillis()),
            Optional.empty());
    try (FaultyProxy proxy = FaultyProxy.to(mlflow.address())) {
      TrackingServer server = MlflowTrackingServer.at(proxy.address(), Map.of(), warning -> {});
      servers.add(server);
      proxy.chaos(RandomStream.of(7, "chaos").at(0), 0.5);
      for (int i = 0; i < points.size(); i += 20) {
        Map<String, List<MetricPoint>> part = Map.of("train/loss", points.subList(i, i + 20));
        String name = "p" + i;
        retry.call(() -> server.record(run.id(), Map.of(name, "1"), Map.of(name, "2"), part));
      }
      retry.call(
          () -> {
            server.update(run.id(), RunState.FINISHED, START + 9000);
            return true;
          });
      proxy.calm();

      assertThat(retry.call(() -> server.history(run.id(), "train/loss"))).isEqualTo(points);
      assertThat(server.run(run.id()).parameters()).hasSize(20);
      assertThat(server.run(run.id()).state()).isEqualTo(RunState.FINISHED);
      assertThat(proxy.requests("log-batch")).hasSizeGreaterThan(30);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void aRunWhoseResponseWasLostIsFoundByItsTag(RealMlflow mlflow) throws Exception {
    String experiment = server(mlflow).experiment(study, Map.of());
    try (FaultyProxy proxy = FaultyProxy.to(mlflow.address())) {
      TrackingServer server = MlflowTrackingServer.at(proxy.address(), Map.of(), warning -> {});
      servers.add(server);
      proxy.fail("runs/create", new FaultyProxy.Fault.LoseAnswer(), 1);

      assertThatThrownBy(
              () -> server.createRun(experiment, "run", START, Map.of("spot.run_id", "r")))
          .isInstanceOf(ServerUnavailable.class);

      assertThat(server.findRun(experiment, "spot.run_id", "r")).isPresent();
      assertThat(server.runs(experiment)).hasSize(1);
    }
  }

  private static MetricPoint point(long second, long step, double value) {
    return new MetricPoint(START + 1000 * second, step, value);
  }

  private static List<MetricPoint> points(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> point(i, i, Math.sin(i))).toList();
  }

  private ServerRun run(TrackingServer server) {
    return server.createRun(
        server.experiment(study, Map.of()), "run", START, Map.of("spot.run_id", "r"));
  }

  private TrackingServer server(RealMlflow mlflow) {
    TrackingServer server =
        MlflowTrackingServer.at(
            mlflow.address(), Map.of(), warning -> assertThat(warning).isEmpty());
    servers.add(server);
    return server;
  }
}
