package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.folder.FileMutex;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.studies.comparison.TestRuns;

/** {@code spot runs delete} and {@code spot runs gc} on a folder. */
class RunsDeleteCommandTest {

  @TempDir private Path temp;
  private Path root;
  private TrackedRun spot;
  private TrackedRun bc;

  @BeforeEach
  void record() {
    root = temp.resolve("mlruns");
    TestRuns runs = new TestRuns(root);
    spot = runs.finished("spot", 0, 1);
    bc = runs.finished("bc", 0, 1);
  }

  private CommandRun runs(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "runs";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--in";
    all[arguments.length + 2] = root.toString();
    return CommandRun.of(all);
  }

  @Test
  void aDeletedRunIsMarkedAndItsFilesAreKeptUntilGc() {
    CommandRun deleted = runs("delete", "spot-s0", "--yes");

    assertThat(deleted.exitCode()).as(deleted.err()).isZero();
    assertThat(deleted.out()).contains(spot.id() + "  spot-s0", "deleted 1 run of " + root);
    assertThat(new FolderRuns(root).runs()).extracting(RecordedRun::name).containsExactly("bc-s0");
    assertThat(Path.of(spot.location()).resolve("meta.yaml"))
        .content()
        .contains("lifecycle_stage: deleted\n")
        .containsPattern("deleted_time: \\d{13}\n");

    CommandRun gc = runs("gc", "--yes");

    assertThat(gc.exitCode()).as(gc.err()).isZero();
    assertThat(gc.out()).contains(spot.location(), "removed 1 run");
    assertThat(Path.of(spot.location())).doesNotExist();
    assertThat(Path.of(bc.location())).isDirectory();
    assertThat(runs("gc").out()).contains("no deleted run to remove in " + root);
  }

  @Test
  void withoutATerminalNothingIsDeletedUnlessYesIsGiven() {
    CommandRun run = runs("delete", bc.id().substring(0, 16));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("use --yes");
    assertThat(new FolderRuns(root).runs()).hasSize(2);
  }

  @Test
  void aRunInProgressIsNotDeleted() {
    Path lock = Path.of(bc.location()).resolve(".lock");
    FileMutex held = FileMutex.tryTake(lock, warning -> {}).orElseThrow();
    try (held) {
      CommandRun run = runs("delete", "bc-s0", "--yes");

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("is not deleted: another process is using it");
    }
    assertThat(new FolderRuns(root).runs()).hasSize(2);
  }

  @Test
  void aRunWithARegisteredPolicyIsKept() throws IOException {
    Files.writeString(Path.of(spot.location()).resolve("tags/spot.registered_as"), "walker");
    runs("delete", "spot-s0", "--yes");

    CommandRun gc = runs("gc", "--yes");

    assertThat(gc.out()).contains("kept " + spot.id() + ": its policy is registered as walker");
    assertThat(Files.isDirectory(Path.of(spot.location()))).isTrue();
  }

  @Test
  void aRunOfAServerIsDeletedThere() throws IOException {
    String id = "0123456789abcdef0123456789abcdef";
    Map<String, String> answers =
        Map.of(
            "/version",
            "3.17.2",
            "/api/2.0/mlflow/experiments/search",
            "{\"experiments\": [{\"experiment_id\": \"4\", \"name\": \"study\","
                + " \"lifecycle_stage\": \"active\"}]}",
            "/api/2.0/mlflow/runs/search",
            "{\"runs\": [{\"info\": {\"run_id\": \"%s\", \"run_name\": \"far\",".formatted(id)
                + " \"experiment_id\": \"4\", \"status\": \"FINISHED\", \"start_time\": 1,"
                + " \"artifact_uri\": \"mlflow-artifacts:/4/x\"}, \"data\": {}}]}",
            "/api/2.0/mlflow/runs/delete",
            "{}");
    List<String> deleted = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        call -> {
          String path = call.getRequestURI().getPath();
          String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          if (path.endsWith("/runs/delete")) {
            deleted.add(body);
          }
          byte[] bytes = answers.getOrDefault(path, "{}").getBytes(StandardCharsets.UTF_8);
          call.sendResponseHeaders(200, bytes.length);
          call.getResponseBody().write(bytes);
          call.close();
        });
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort();
      CommandRun run = CommandRun.of("runs", "delete", "far", "--in", address, "--yes");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).contains(id + "  far", "deleted 1 run of " + address);
      assertThat(deleted).singleElement().asString().contains(id);
      assertThat(CommandRun.of("runs", "gc", "--in", address).err())
          .contains("is a server, but this command needs a folder");
    } finally {
      server.stop(0);
    }
  }
}
