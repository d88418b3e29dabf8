package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.folder.FolderRuns;

class LocalRunTest {

  @TempDir private Path temp;
  private Path root;

  @BeforeEach
  void makeRuns() throws IOException {
    root = temp.resolve("mlruns");
    run("200", "f00");
  }

  @Test
  void theFilesOfARunAreInItsFolder() {
    LocalRun run = find("f00");

    assertThat(run.id()).isEqualTo("f00");
    assertThat(run.root()).isEqualTo(root);
    assertThat(run.config()).isRegularFile();
    assertThat(run.checkpoints()).isEqualTo(root.resolve("200/f00/artifacts/checkpoints"));
    assertThat(run.policy()).isEqualTo(root.resolve("200/f00/artifacts/policy"));
  }

  @Test
  void aRunWithoutItsConfigurationIsRefused() throws IOException {
    Files.delete(root.resolve("200/f00/artifacts/config/experiment.yaml"));

    assertThatThrownBy(() -> find("f00"))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(
            "killed before it began, or spot did not record it. Start it again with: spot run FILE");
  }

  @Test
  void theHandleOfARunOutsideTheDefaultFolderIsItsFolder() {
    Path standard = Path.of("mlruns").toAbsolutePath().resolve("1/abc/artifacts");

    assertThat(new LocalRun(standard).handle()).isEqualTo("abc");
    assertThat(find("f00").handle()).isEqualTo(root.resolve("200/f00").toString());
  }

  private LocalRun find(String id) {
    return LocalRun.of(new FolderRuns(root).find(id).orElseThrow());
  }

  private void run(String experiment, String id) throws IOException {
    Path folder = root.resolve(experiment).resolve(id);
    Files.createDirectories(folder.resolve("artifacts/config"));
    Files.writeString(folder.resolveSibling("meta.yaml"), "name: study\n");
    Files.writeString(
        folder.resolve("meta.yaml"), "run_id: " + id + "\nstart_time: 1\nstatus: 3\n");
    Files.writeString(folder.resolve("artifacts/config/experiment.yaml"), "seed: 0\n");
  }
}
