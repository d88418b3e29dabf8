package org.spotrl.mlflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.random.RandomStream;
import org.spotrl.mlflow.ui.RealMlflow;

/** Files of runs and models on real servers, over all transfer routes. */
@Timeout(300)
class ArtifactContractTest {

  private static final int CHECKPOINT = 3_000_017;

  @TempDir private Path folder;
  private final List<TrackingServer> servers = new ArrayList<>();

  @AfterEach
  void close() {
    servers.forEach(TrackingServer::close);
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2", "NEWEST_WITHOUT_FILES"})
  void anUploadedFileIsListedAndDownloaded(RealMlflow mlflow) throws IOException {
    ArtifactStore store = store(mlflow.address());
    Path checkpoint = file("checkpoint", CHECKPOINT);
    Path note = file("note", 7);

    store.put("checkpoints/step-000020000/state.safetensors", checkpoint);
    store.put("images/train~loss+step+500+timestamp+1+ab.png", note);
    store.put("config/experiment of \u00fc & 'x', (1).yaml", note);
    store.put("README.md", note);

    assertThat(store.files())
        .containsExactlyInAnyOrder(
            new ArtifactFile("checkpoints/step-000020000/state.safetensors", false, CHECKPOINT),
            new ArtifactFile("images/train~loss+step+500+timestamp+1+ab.png", false, 7),
            new ArtifactFile("config/experiment of \u00fc & 'x', (1).yaml", false, 7),
            new ArtifactFile("README.md", false, 7));
    assertThat(store.list("checkpoints"))
        .containsExactly(new ArtifactFile("checkpoints/step-000020000", true, 0));
    assertThat(store.list("none")).isEmpty();
    Path pulled = folder.resolve("pulled");
    for (ArtifactFile each : store.files()) {
      assertThat(store.getBelow(each.path(), pulled))
          .isEqualTo(pulled.resolve(each.path()).toAbsolutePath())
          .hasSameBinaryContentAs(each.size() == 7 ? note : checkpoint);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2", "NEWEST_WITHOUT_FILES"})
  void aFileIsReplacedAndDeleted(RealMlflow mlflow) throws IOException {
    ArtifactStore store = store(mlflow.address());
    store.put("a/b.txt", file("long", 100_000));

    store.put("a/b.txt", file("short", 3));
    assertThat(store.list("a")).containsExactly(new ArtifactFile("a/b.txt", false, 3));

    store.delete("a/b.txt");
    store.delete("a/never.txt");
    assertThat(store.files()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2", "NEWEST_WITHOUT_FILES"})
  void anEmptyFileIsUploaded(RealMlflow mlflow) throws IOException {
    ArtifactStore store = store(mlflow.address());

    store.put("empty.log", file("empty", 0));

    assertThat(store.files()).containsExactly(new ArtifactFile("empty.log", false, 0));
    assertThat(store.getBelow("empty.log", folder.resolve("pulled"))).isEmptyFile();
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2", "NEWEST_WITHOUT_FILES"})
  void aMissingFileIsAbsentAndLeavesNothing(RealMlflow mlflow) {
    ArtifactStore store = store(mlflow.address());
    Path place = folder.resolve("pulled").resolve("none.txt");

    assertThatThrownBy(() -> store.get("none.txt", place)).isInstanceOf(ServerException.class);

    assertThat(place.getParent()).isEmptyDirectory();
  }

  @Test
  void namesThatMlflowCannotServeAreRefused() throws IOException {
    ArtifactStore store = store(RealMlflow.NEWEST.address());
    Path file = file("note", 7);

    for (String name : List.of("../up.txt", "a/../../b", "/etc/x", "a//b", "50%.txt", "a#b", "")) {
      assertThatThrownBy(() -> store.put(name, file))
          .as(name)
          .isInstanceOf(SpotInputException.class)
          .hasMessageContaining("is not allowed");
    }
    for (String name : List.of("../up.txt", "a/../../b", "/etc/x", "a\\..\\b")) {
      assertThatThrownBy(() -> store.get(name, folder.resolve("x")))
          .as(name)
          .isInstanceOf(ServerRefused.class)
          .hasMessageContaining("leads out of the artifact folder");
      assertThatThrownBy(() -> store.list(name)).as(name).isInstanceOf(ServerRefused.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void aBrokenUploadIsDetectedByItsSizeAndRepeated(RealMlflow mlflow) throws IOException {
    Path checkpoint = file("checkpoint", CHECKPOINT);
    try (FaultyProxy proxy = FaultyProxy.to(mlflow.address())) {
      ArtifactStore store = store(proxy.address());
      for (FaultyProxy.Fault fault :
          List.of(
              new FaultyProxy.Fault.TruncateRequest(),
              new FaultyProxy.Fault.LoseAnswer(),
              new FaultyProxy.Fault.Reset())) {
        // The upload and its repetition.
        proxy.fail("PUT", fault, 2);
        assertThatThrownBy(() -> store.put("state.bin", checkpoint))
            .as(fault.toString())
            .isInstanceOf(ServerUnavailable.class);
      }

      proxy.fail("PUT", new FaultyProxy.Fault.Reset(), 1);
      store.put("state.bin", checkpoint);

      assertThat(store.files()).containsExactly(new ArtifactFile("state.bin", false, CHECKPOINT));
      proxy.fail("GET", new FaultyProxy.Fault.TruncateAnswer(), 1);
      Path place = folder.resolve("pulled").resolve("state.bin");
      assertThatThrownBy(() -> store.get("state.bin", place)).isInstanceOf(ServerUnavailable.class);
      assertThat(place.getParent()).isEmptyDirectory();
      store.get("state.bin", place);
      assertThat(place).hasSameBinaryContentAs(checkpoint);
    }
  }

  @Test
  void aServerWithoutProxyGetsFilesOfOtherHostsByThePagesRoute() throws IOException {
    TrackingServer server = server(RealMlflow.NEWEST_WITHOUT_FILES.address());
    ServerRun run = run(server);
    // The artifact folder does not exist here, as on another host.
    ServerRun elsewhere =
        new ServerRun(
            run.id(),
            run.experimentId(),
            run.name(),
            run.state(),
            run.startMillis(),
            run.endMillis(),
            "/no/such/folder/here/artifacts",
            run.parameters(),
            run.tags(),
            run.latest(),
            run.datasets(),
            run.models());
    ArtifactStore store = server.artifacts(elsewhere);

    store.put("config/a b.yaml", file("note", 7));

    assertThat(store.files()).containsExactly(new ArtifactFile("config/a b.yaml", false, 7));
    assertThat(store.getBelow("config/a b.yaml", folder.resolve("pulled"))).hasSize(7);
    for (int size : new int[] {0, 10 * 1024 * 1024 + 1}) {
      Path file = file("odd", size);
      assertThatThrownBy(() -> store.put("odd.bin", file))
          .isInstanceOf(ServerRefused.class)
          .hasMessageContaining(size + " bytes")
          .hasMessageContaining("--no-serve-artifacts");
    }
    assertThatThrownBy(() -> store.delete("config/a b.yaml"))
        .isInstanceOf(ServerRefused.class)
        .hasMessageContaining("cannot be deleted");
  }

  @Test
  void modelsOfAServerWithoutProxyAreCopiedToItsDisk() throws IOException {
    TrackingServer server = server(RealMlflow.NEWEST_WITHOUT_FILES.address());
    ServerRun run = run(server);
    ServerModel model =
        server.createModel(
            new NewModel(run.experimentId(), run.id(), "policy", Map.of(), Map.of()));
    ArtifactStore store = server.artifacts(model);

    store.put("data/weights.txt", file("weights", 5));

    assertThat(store.files()).containsExactly(new ArtifactFile("data/weights.txt", false, 5));
    assertThat(store.getBelow("data/weights.txt", folder.resolve("pulled"))).hasSize(5);
  }

  private Path file(String name, int size) throws IOException {
    Path file = folder.resolve(name + "-" + UUID.randomUUID());
    byte[] bytes = new byte[size];
    var random = RandomStream.of(size, name).at(0);
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
    return Files.write(file, bytes);
  }

  private ArtifactStore store(String address) {
    TrackingServer server = server(address);
    return server.artifacts(run(server));
  }

  private static ServerRun run(TrackingServer server) {
    return server.createRun(server.experiment("files", Map.of()), "run", 0, Map.of());
  }

  private TrackingServer server(String address) {
    TrackingServer server = MlflowTrackingServer.at(address, Map.of(), warning -> {});
    servers.add(server);
    return server;
  }
}
