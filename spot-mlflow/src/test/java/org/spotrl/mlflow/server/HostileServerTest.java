package org.spotrl.mlflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.mlflow.format.RunState;

/** No response of a server can create a file outside the download folder. */
@Timeout(60)
class HostileServerTest {

  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts";

  @TempDir private Path folder;
  private AnsweringServer backend;
  private TrackingServer server;

  @BeforeEach
  void start() throws IOException {
    backend = new AnsweringServer();
    server = MlflowTrackingServer.at(backend.address(), Map.of(), warning -> {});
  }

  @AfterEach
  void end() {
    server.close();
    backend.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.txt",
        "a/../../evil.txt",
        "/tmp/evil.txt",
        "..",
        ".",
        "",
        "a//b",
        "a\\\\..\\\\b",
        "line\\nend"
      })
  void aListingThatLeadsOutOfTheFolderIsRefused(String name) throws IOException {
    backend.answer(FILES, 200, "{\"files\": [{\"path\": \"" + name + "\", \"file_size\": 1}]}");
    ArtifactStore store = server.artifacts(run("mlflow-artifacts:/1/r1/artifacts"));

    assertThatThrownBy(store::files)
        .isInstanceOf(ServerRefused.class)
        .hasMessageContaining("leads out of the artifact folder");
    assertThat(everything()).isEmpty();
  }

  @Test
  void onlyTheLastNameOfAListedPathIsUsed() {
    backend.answer(FILES, 200, "{\"files\": [{\"path\": \"else/where/x.txt\", \"file_size\": 1}]}");

    assertThat(server.artifacts(run("mlflow-artifacts:/1/r1/artifacts")).list("config"))
        .containsExactly(new ArtifactFile("config/x.txt", false, 1));
  }

  @Test
  void deletingAMissingFileIsNoFailureButOtherRefusalsAre() {
    ArtifactStore store = server.artifacts(run("mlflow-artifacts:/1/r1/artifacts"));
    backend.answer(
        FILES + "/1/r1/artifacts/gone.txt",
        404,
        "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"no such file\"}");
    backend.answer(FILES + "/1/r1/artifacts/kept.txt", 403, "no");

    store.delete("gone.txt");

    assertThatThrownBy(() -> store.delete("kept.txt")).isInstanceOf(ServerRefused.class);
    assertThatThrownBy(() -> store.delete("no-such-route.txt")).isInstanceOf(ServerRefused.class);
  }

  @Test
  void aLinkOutOfTheFolderIsNotFollowed() throws IOException {
    backend.answer(FILES + "/1/r1/artifacts/config/x.txt", 200, "evil");
    ArtifactStore store = server.artifacts(run("mlflow-artifacts:/1/r1/artifacts"));
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path pulled = Files.createDirectory(folder.resolve("pulled"));
    Files.createSymbolicLink(pulled.resolve("config"), outside);

    assertThatThrownBy(() -> store.getBelow("config/x.txt", pulled))
        .isInstanceOf(ServerRefused.class);
    assertThat(outside).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlflow-artifacts:/1/../../etc",
        "mlflow-artifacts:/",
        "mlflow-artifacts:/1/%zz/a",
        "mlflow-artifacts:/1/./a"
      })
  void anInvalidArtifactUriIsReported(String uri) {
    assertThatThrownBy(() -> server.artifacts(run(uri)))
        .isInstanceOf(ServerRefused.class)
        .hasMessageContaining(uri);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/1/r1/artifacts", "gs://b/x", "wasbs://c@a/x", "dbfs:/x"})
  void aCloudStoreIsRefusedWithARemedy(String uri) {
    assertThatThrownBy(() -> server.artifacts(run(uri)))
        .isInstanceOf(ServerRefused.class)
        .hasMessageContaining("files at " + uri + " cannot be accessed")
        .hasMessageContaining("--artifacts-destination");
  }

  @Test
  void filesOnAnotherMlflowServerAreAccessedThere() throws IOException {
    try (AnsweringServer other = new AnsweringServer()) {
      other.answer(FILES, 200, "{}");

      assertThat(
              server
                  .artifacts(
                      run("mlflow-artifacts://127.0.0.1:" + other.port() + "/1/r1/artifacts"))
                  .files())
          .isEmpty();
      assertThat(server.artifacts(run(other.address() + FILES + "/1/r 1/artifacts")).list("a+b"))
          .isEmpty();

      assertThat(other.asked())
          .extracting(AnsweringServer.Asked::uri)
          .containsExactly(
              URI.create(FILES + "?path=1/r1/artifacts"),
              URI.create(FILES + "?path=1/r%201/artifacts/a%2Bb"));
      assertThatThrownBy(() -> server.artifacts(run(other.address() + "/upload")))
          .isInstanceOf(ServerRefused.class);
    }
  }

  @Test
  void aFolderOfTheSameNameOnAnotherHostIsDetected() throws IOException {
    Path root = Files.createDirectories(folder.resolve("artifacts").resolve("1"));
    backend.answer("/api/2.0/mlflow/artifacts/list", 200, "{\"files\": []}");
    Path file = Files.writeString(folder.resolve("note"), "x");

    assertThatThrownBy(
            () ->
                server
                    .artifacts(run(root.resolve("r1").resolve("artifacts").toString()))
                    .put("note.txt", file))
        .isInstanceOf(ServerRefused.class)
        .hasMessageContaining("the server does not see it there");
  }

  @Test
  void aFullDiskIsReportedAsALocalFailure() {
    backend.answer("/big", 200, "x".repeat(100_000));
    HttpCalls http =
        new HttpCalls(
            ServerAddress.of(backend.address()),
            Credentials.of(Map.of(), ""),
            Optional.empty(),
            new TimeLimits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1),
            new ServerErrors(backend.address(), Credentials.of(Map.of(), "")));

    assertThatThrownBy(
            () ->
                http.download(
                    "file big",
                    URI.create(backend.address() + "/big"),
                    new OutputStream() {
                      @Override
                      public void write(int b) throws IOException {
                        throw new IOException("No space left on device");
                      }
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
  }

  @Test
  void anUnreadableOrUnwritableLocalFileIsReportedWithItsName() throws IOException {
    ArtifactStore store = server.artifacts(run("mlflow-artifacts:/1/r1/artifacts"));
    backend.answer(FILES + "/1/r1/artifacts/x.txt", 200, "text");
    Path taken = Files.writeString(folder.resolve("taken"), "a file");

    assertThatThrownBy(() -> store.put("x.txt", folder.resolve("none")))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining(folder.resolve("none").toString());
    assertThatThrownBy(() -> store.get("x.txt", taken.resolve("x.txt")))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining("x.txt")
        .hasMessageContaining(taken.toString());
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static ServerRun run(String artifactUri) {
    return new ServerRun(
        "r1",
        "1",
        "run",
        RunState.RUNNING,
        0,
        0,
        artifactUri,
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        List.of());
  }
}
