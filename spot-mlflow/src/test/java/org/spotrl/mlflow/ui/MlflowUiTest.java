package org.spotrl.mlflow.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.mlflow.OtherProcess;
import org.spotrl.mlflow.folder.Examples;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;

@Timeout(120)
class MlflowUiTest {

  @TempDir private Path folder;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private Path root;

  @BeforeEach
  void recordARun() {
    root = folder.resolve("my runs");
    FolderTracker tracker = new FolderTracker(root);
    tracker.start(Examples.description("first", "a"));
    tracker.start(Examples.description("second", "b"));
  }

  @Test
  void theFolderIsServedWithTheNeededSettings() throws IOException {
    Path mlflow = FakeMlflow.serving(folder.resolve("bin"));
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment.put("MLFLOW_TRACKING_URI", "http://elsewhere");
    environment.put("MLFLOW_STATIC_PREFIX", "/prefix");

    long pid;
    try (MlflowUi ui = MlflowUi.start(options(mlflow), log::add, environment)) {
      pid = pid();
      String port = ui.url("7").replaceFirst("http://127.0.0.1:([0-9]+)/.*", "$1");

      assertThat(ui.url())
          .isEqualTo(
              "http://127.0.0.1:"
                  + port
                  + "/#/experiments/2/runs?compareRunsMode=CHART&workflowType=machine_learning");
      assertThat(ui.version()).isEqualTo("3.17.2");
      assertThat(log)
          .contains(
              "arguments server --backend-store-uri ./my runs --host 127.0.0.1 --port "
                  + port
                  + " --workers 1",
              "directory " + folder.toRealPath());
      assertThat(log.stream().filter(line -> line.startsWith("variable")))
          .containsExactly(
              "variable MLFLOW_ALLOW_FILE_STORE=true",
              "variable MLFLOW_DISABLE_TELEMETRY=true",
              "variable MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false");
      assertThat(ProcessHandle.of(pid)).isPresent();
    }
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aRenamedFolderIsServedUnderTheNameInItsUris() throws IOException {
    Path mlflow = FakeMlflow.serving(folder.resolve("bin"));
    Path renamed = Files.move(root, folder.resolve("renamed"));
    new FolderTracker(renamed).start(Examples.description("first", "c"));
    assertThat(new FolderRuns(renamed).names()).containsExactly("my runs", "renamed");

    Path directory;
    try (MlflowUi ui =
        MlflowUi.start(
            new UiOptions(renamed, mlflow.toString(), Duration.ofMinutes(3)), log::add)) {
      assertThat(ui.version()).isEqualTo("3.17.2");
      directory =
          log.stream()
              .filter(line -> line.startsWith("directory "))
              .map(line -> Path.of(line.substring(10)))
              .findFirst()
              .orElseThrow();
      // The paths in which the server looks for artifacts and runs.
      assertThat(directory.resolve("my runs").toRealPath()).isEqualTo(renamed.toRealPath());
      assertThat(directory.resolve("renamed").toRealPath()).isEqualTo(renamed.toRealPath());
    }
    assertThat(directory).doesNotExist();
    assertThat(new FolderRuns(renamed).runs()).hasSize(3);
  }

  @Test
  void aServerThatNeverAnswersIsStoppedWithItsChildrenAndItsLogReported() throws IOException {
    Path mlflow =
        FakeMlflow.make(
            folder.resolve("bin"),
            "mlflow, version 3.17.2",
            "sh -c 'echo pid $$; echo No module named flask >&2; exec sleep 600' &",
            "wait");

    assertThatThrownBy(
            () ->
                MlflowUi.start(
                    new UiOptions(root, mlflow.toString(), Duration.ofMillis(1500)), log::add))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining("MLflow 3.17.2 did not answer at http://127.0.0.1:")
        .hasMessageContaining("No module named flask");
    assertThat(ProcessHandle.of(pid()).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aServerThatExitsAtOnceIsReportedWithExitCodeAndLog() throws IOException {
    Path mlflow =
        FakeMlflow.make(
            folder.resolve("bin"), "mlflow, version 3.17.2", "echo no such option; exit 3");

    assertThatThrownBy(() -> MlflowUi.start(options(mlflow), log::add))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining("exit code 3")
        .hasMessageContaining("no such option");
  }

  @Test
  void aTakenPortIsRefused() throws IOException {
    Path mlflow = FakeMlflow.make(folder.resolve("bin"), "mlflow, version 3.17.2", "exit 9");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () ->
                  MlflowUi.start(
                      options(mlflow.toString(), "127.0.0.1", taken.getLocalPort()), log::add))
          .isInstanceOf(SpotInputException.class)
          .hasMessageContaining("port " + taken.getLocalPort());
    }
  }

  @Test
  void aFolderWithoutRunsIsRefused() {
    assertThatThrownBy(
            () ->
                MlflowUi.start(
                    new UiOptions(folder.resolve("nowhere"), "", Duration.ofMinutes(1)), log::add))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("no runs in " + folder.resolve("nowhere"));
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void noProcessIsLeftWhenJavaIsTerminated() throws Exception {
    Path mlflow = FakeMlflow.serving(folder.resolve("bin"));
    Process java = OtherProcess.start("ui", root.toString(), mlflow.toString());
    long pid;
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(java.getInputStream(), StandardCharsets.UTF_8))) {
      String line = output.readLine();
      while (line != null && !line.startsWith("up ")) {
        log.add(line);
        line = output.readLine();
      }
      assertThat(line).isNotNull();
      pid = pid();
      ProcessHandle server = ProcessHandle.of(pid).orElseThrow();

      java.destroy();

      server.onExit().get(30, TimeUnit.SECONDS);
      assertThat(java.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aProcessThatIgnoresTerminationIsKilled() throws IOException {
    Path stubborn =
        FakeMlflow.script(
            folder.resolve("stubborn"),
            "trap '' TERM",
            "sh -c 'trap \"\" TERM; echo pid $$; while :; do sleep 1; done' &",
            "wait");
    try (ServerProcess child =
        ServerProcess.start(
            new ProcessBuilder(stubborn.toString()),
            System.getenv(),
            log::add,
            Duration.ofMillis(300))) {
      while (log.isEmpty()) {
        assertThat(child.waitFor(Duration.ofMillis(20))).isEmpty();
      }
    }
    assertThat(ProcessHandle.of(pid()).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void theUrlForVersion2HasNoWorkflowParameter() throws IOException {
    Path mlflow = FakeMlflow.serving(folder.resolve("bin"));
    Files.writeString(mlflow, Files.readString(mlflow).replace("3.17.2", "2.22.5"));

    try (MlflowUi ui = MlflowUi.start(options(mlflow), log::add)) {
      assertThat(ui.url("1")).endsWith("/#/experiments/1?compareRunsMode=CHART");
    }
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> options("", "127.0.0.1", 70_000))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("70000");
    assertThatThrownBy(() -> options("", " ", 0)).isInstanceOf(SpotInputException.class);
    assertThatThrownBy(() -> new UiOptions(root, "", Duration.ZERO))
        .isInstanceOf(SpotInputException.class);
  }

  private UiOptions options(String mlflow, String host, int port) {
    return new UiOptions(root, host, port, mlflow, false, Duration.ofMinutes(1));
  }

  private UiOptions options(Path mlflow) {
    return new UiOptions(root, mlflow.toString(), Duration.ofMinutes(3));
  }

  private long pid() {
    return log.stream()
        .filter(line -> line.startsWith("pid "))
        .mapToLong(line -> Long.parseLong(line.substring(4)))
        .findFirst()
        .orElseThrow();
  }
}
