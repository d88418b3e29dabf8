package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spot sweep --on} without a cluster. */
class ClusterSweepTest {

  @TempDir private Path temp;

  @BeforeEach
  void writeTheBase() throws IOException {
    Files.writeString(
        temp.resolve("base.yaml"),
        """
        dataset: {type: collected, environment: maze2d-umaze-v1}
        algorithm: {type: spot, updates: 100}
        """);
  }

  @Test
  void withoutSlurmNothingIsRecorded() throws Exception {
    SpotProcess process =
        SpotProcess.start(temp, Map.of("PATH", "/nowhere"), "sweep", "base.yaml", "--on", "slurm");

    assertThat(process.await()).isEqualTo(2);
    assertThat(process.output())
        .contains("error: no sbatch found: --on slurm works where jobs are submitted")
        .doesNotContain("\tat ");
    assertThat(temp.resolve("mlruns")).doesNotExist();
  }

  @Test
  void theListForKubernetesHasAllUnfinishedRuns() throws Exception {
    SpotProcess process =
        SpotProcess.start(
            temp, Map.of(), "sweep", "base.yaml", "--on", "kubernetes", "--seeds", "0-1");

    assertThat(process.await()).as(process::output).isZero();
    String output = process.output();
    assertThat(output).contains("2 runs listed; nothing was started", "  completions: 2");
    Path study = Path.of(output.replaceFirst("(?s).*  STUDY: ([^\\n]+).*", "$1"));
    assertThat(study).isAbsolute();
    assertThat(study.resolve("artifacts/logs")).isDirectory();
    assertThat(Files.readAllLines(study.resolve("artifacts/kubernetes/keys.txt")))
        .satisfiesExactly(
            key -> assertThat(key).matches("[0-9a-f]{12}-s0"),
            key -> assertThat(key).matches("[0-9a-f]{12}-s1"));
  }

  @Test
  void optionsThatDoNotFitAreRefused() {
    String base = temp.resolve("base.yaml").toString();

    CommandRun withoutSlurm = CommandRun.of("sweep", base, "--slurm", "--time=1");
    assertThat(withoutSlurm.exitCode()).isEqualTo(2);
    assertThat(withoutSlurm.err())
        .contains("--slurm has options of sbatch; use it with --on slurm");
    CommandRun elsewhere = CommandRun.of("sweep", base, "--on", "mars");
    assertThat(elsewhere.exitCode()).isEqualTo(2);
    assertThat(elsewhere.err()).contains("mars", "SLURM", "KUBERNETES");
  }
}
