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

class LocalRunTest {

  @TempDir private Path temp;
  private Path root;

  @BeforeEach
  void makeRuns() throws IOException {
    root = temp.resolve("mlruns");
    run("100", "abc123");
    run("100", "abd456");
    run("200", "f00");
    Files.createDirectories(root.resolve("100/models/m-abc999/artifacts"));
  }

  @Test
  void aRunIsFoundByItsIdAndByTheFirstCharacters() {
    assertThat(LocalRun.find("abc123", root).id()).isEqualTo("abc123");
    assertThat(LocalRun.find("abd", root).id()).isEqualTo("abd456");
    assertThat(LocalRun.find("f", root).root()).isEqualTo(root);
  }

  @Test
  void aRunIsFoundByItsFolderWhereverThatIs() {
    LocalRun run = LocalRun.find(root.resolve("200/f00").toString(), Path.of("elsewhere"));

    assertThat(run.id()).isEqualTo("f00");
    assertThat(run.root()).isEqualTo(root);
    assertThat(run.config()).isRegularFile();
    assertThat(run.checkpoints()).isEqualTo(root.resolve("200/f00/artifacts/checkpoints"));
    assertThat(run.policy()).isEqualTo(root.resolve("200/f00/artifacts/policy"));
  }

  @Test
  void charactersThatFitTwoRunsAreRefused() {
    assertRefused("ab", "'ab' fits 2 runs (abc123, ...)");
  }

  @Test
  void whatFitsNoRunIsRefusedWithThePlaceThatWasSearched() {
    assertRefused("abe", "no run 'abe' in " + root);
    // Neither an experiment's folder nor a model nor the root itself is a run.
    assertRefused("100", "no run '100'");
    assertRefused("m-", "no run 'm-'");
    assertRefused("mlruns", "no run 'mlruns'");
    assertRefused("", "no run ''");
    assertRefused("a\0b", "neither the id of a run nor a folder");
    assertThatThrownBy(() -> LocalRun.find("abc", temp.resolve("none")))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("--mlruns");
  }

  @Test
  void aRunWithoutItsConfigurationIsRefused() throws IOException {
    Files.delete(root.resolve("200/f00/artifacts/config/experiment.yaml"));

    assertRefused(
        "f00", "killed before it began, or not made by spot. Start it anew with: spot run FILE");
  }

  @Test
  void theHandleOfARunOutsideOfTheStandardFolderIsItsFolder() {
    Path standard = Path.of("mlruns").toAbsolutePath().resolve("1/abc/artifacts");

    assertThat(new LocalRun(standard).handle()).isEqualTo("abc");
    assertThat(LocalRun.find("f00", root).handle()).isEqualTo(root.resolve("200/f00").toString());
  }

  private void assertRefused(String given, String reason) {
    assertThatThrownBy(() -> LocalRun.find(given, root))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(reason);
  }

  private void run(String experiment, String id) throws IOException {
    Path folder = root.resolve(experiment).resolve(id);
    Files.createDirectories(folder.resolve("artifacts/config"));
    Files.writeString(folder.resolve("meta.yaml"), "run_id: " + id + "\n");
    Files.writeString(folder.resolve("artifacts/config/experiment.yaml"), "seed: 0\n");
  }
}
