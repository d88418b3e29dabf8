package org.spotrl.mlflow.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.mlflow.folder.Examples;
import org.spotrl.mlflow.folder.FolderTracker;

class MlflowFinderTest {

  @TempDir private Path folder;
  private final List<String> log = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private Path bin;

  @BeforeEach
  void emptyEnvironment() throws IOException {
    bin = Files.createDirectory(folder.resolve("bin"));
    environment.put("PATH", folder.resolve("none") + ":" + bin);
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.22.5", "3.17.2", "3.18.0.dev0"})
  void anMlflowOnThePathIsFound(String version) throws IOException {
    Path mlflow = FakeMlflow.make(bin, "mlflow, version " + version);

    MlflowFinder.Found found = find("").orElseThrow();

    assertThat(found.version()).isEqualTo(version);
    assertThat(found.command().line()).containsExactly(mlflow.toString());
  }

  @Test
  void theGivenMlflowComesBeforeTheVariableWhichComesBeforeThePath() throws IOException {
    FakeMlflow.make(bin, "mlflow, version 3.1.0");
    Path asked = FakeMlflow.make(folder.resolve("a"), "mlflow, version 3.2.0");
    Path spot = FakeMlflow.make(folder.resolve("b"), "mlflow, version 3.3.0");

    assertThat(find("").orElseThrow().version()).isEqualTo("3.1.0");
    environment.put("SPOT_MLFLOW", spot.toString());
    assertThat(find("").orElseThrow().version()).isEqualTo("3.3.0");
    assertThat(find(asked.toString()).orElseThrow().version()).isEqualTo("3.2.0");
    assertThat(find("mlflow").orElseThrow().version()).isEqualTo("3.1.0");
  }

  @Test
  void spotsOwnEnvironmentComesBeforeThePath() throws IOException {
    FakeMlflow.make(bin, "mlflow, version 4.0.1");
    fakePython("exit 0", "exit 0");
    finder().install();

    assertThat(find("").orElseThrow().version()).isEqualTo("3.17.2");
  }

  @Test
  void aVersionThatCannotOpenFoldersIsRefusedWithARemedy() throws IOException {
    FakeMlflow.make(bin, "mlflow, version 4.0.1");

    assertThatThrownBy(() -> find(""))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("MLflow 4.0.1, which can no longer open tracking folders")
        .hasMessageContaining(
            "cd "
                + folder
                + " && mlflow migrate-filestore --source ./mlruns --target sqlite:///mlruns.db");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "mlflow, version ", "mlflow, version 1.30.1"})
  void aProgramWithoutASupportedVersionIsNotUsed(String output) throws IOException {
    Path mlflow = FakeMlflow.make(bin, output);

    assertThat(find("")).isEmpty();
    assertThatThrownBy(() -> find(mlflow.toString()))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(mlflow.toString())
        .hasMessageContaining("pip install");
  }

  @Test
  void aMissingNamedProgramIsRefusedNotSkipped() throws IOException {
    FakeMlflow.make(bin, "mlflow, version 3.17.2");
    environment.put("SPOT_MLFLOW", "/nowhere/mlflow");

    assertThatThrownBy(() -> find(""))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("SPOT_MLFLOW '/nowhere/mlflow'");
  }

  @Test
  void withoutMlflowTheMessageSaysHowToInstallIt() {
    Path root = folder.resolve("mlruns");
    new FolderTracker(root).start(Examples.description("study", "a"));

    assertThatThrownBy(
            () ->
                MlflowUi.start(
                    new UiOptions(root, "", Duration.ofMinutes(1)), log::add, environment))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("spot ui --install");
    assertThatThrownBy(
            () ->
                MlflowUi.start(
                    new UiOptions(root, "127.0.0.1", 0, "", true, Duration.ofMinutes(1)),
                    log::add,
                    environment))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("no python3 on the PATH");
  }

  @Test
  void anEnvironmentWithTheServersPackagesIsCreatedAndFound() throws IOException {
    fakePython("exit 0", "exit 0");
    MlflowFinder finder = finder();
    finder.install();

    assertThat(finder.isInstalled()).isTrue();
    assertThat(calls())
        .hasSize(4)
        .satisfiesExactly(
            call -> assertThat(call).startsWith("-m venv --clear "),
            call -> assertThat(call).endsWith("--no-deps mlflow>=3.17,<4"),
            call -> assertThat(call).contains(" Flask<4 "),
            call -> assertThat(call).startsWith("-c import mlflow.server"));
    assertThat(find("").orElseThrow().command()).isEqualTo(finder.install().command());

    finder.install();
    assertThat(calls()).hasSize(4);
  }

  @Test
  void ifTheSmallInstallationFailsAllDependenciesAreInstalled() throws IOException {
    fakePython("exit 0", "echo no flask; exit 1");
    MlflowFinder finder = finder();

    finder.install();

    assertThat(finder.isInstalled()).isTrue();
    assertThat(calls().get(4)).endsWith("--progress-bar=off mlflow>=3.17,<4");
  }

  @Test
  void aFailedInstallationIsReportedAndRepeatedNextTime() throws IOException {
    fakePython("echo no network; exit 1", "exit 1");
    MlflowFinder finder = finder();

    assertThatThrownBy(() -> finder.install())
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining("no network")
        .hasMessageContaining("SPOT_MLFLOW");
    assertThat(finder.isInstalled()).isFalse();
    assertThat(find("")).isEmpty();
  }

  /** A python3 that creates environments with the given pip and import scripts. */
  private void fakePython(String pip, String imports) throws IOException {
    Path inner =
        FakeMlflow.script(
            folder.resolve("inner"),
            "echo \"$*\" >> '" + folder.resolve("calls") + "'",
            "case \"$2\" in pip) " + pip + ";; *) " + imports + ";; esac");
    Path mlflow = FakeMlflow.make(folder.resolve("inner-bin"), "mlflow, version 3.17.2");
    FakeMlflow.script(
        bin.resolve("python3"),
        "[ \"$2\" = venv ] || exit 1",
        "echo \"$*\" >> '" + folder.resolve("calls") + "'",
        "/bin/mkdir -p \"$4/bin\"",
        "/bin/cp '" + inner + "' \"$4/bin/python\"",
        "/bin/cp '" + mlflow + "' \"$4/bin/mlflow\"");
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  private Optional<MlflowFinder.Found> find(String executable) {
    return finder().find(executable);
  }

  private MlflowFinder finder() {
    return new MlflowFinder(environment, folder.resolve("mlruns"), log::add);
  }
}
