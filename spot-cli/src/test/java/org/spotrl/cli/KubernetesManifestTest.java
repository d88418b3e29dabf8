package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifest of a study as a job of Kubernetes. */
class KubernetesManifestTest {

  private static final Path MANIFEST = Path.of("..", "deploy", "kubernetes", "sweep-job.yaml");

  @TempDir private Path temp;

  /** The oldest version that it supports, and a newer one, each without unknown fields. */
  @ParameterizedTest
  @ValueSource(strings = {"1.29.0", "1.37.0"})
  void theManifestMeetsTheSchemaOfKubernetes(String version) throws Exception {
    Linters.check("kubernetes-validate", "--strict", "-k", version, MANIFEST.toString());
  }

  @Test
  void aContainerHasTheTimeToSaveACheckpoint() throws Exception {
    assertThat(Files.readString(MANIFEST))
        .contains("terminationGracePeriodSeconds: " + (InterruptGuard.SAVING_SECONDS + 30));
  }

  /** The container's script with a {@code spot} that prints its arguments. */
  @Test
  void eachIndexTrainsTheRunOfItsLine() throws Exception {
    String script =
        Files.readString(MANIFEST)
            .replaceFirst("(?s).*- \\|\n", "")
            .replaceFirst("(?s) +env:.*", "")
            .replaceAll("(?m)^ {14}", "");
    Path study = temp.resolve("a study");
    Files.createDirectories(study.resolve("artifacts/kubernetes"));
    Files.createDirectories(study.resolve("artifacts/logs"));
    Files.writeString(study.resolve("artifacts/kubernetes/keys.txt"), "a-s0\nb-s1\n");
    Path spot = Files.writeString(temp.resolve("spot"), "#!/bin/sh\nprintf '%s|' \"$@\"\n");
    assertThat(spot.toFile().setExecutable(true)).isTrue();
    ProcessBuilder command = new ProcessBuilder("bash", "-c", script);
    command.environment().put("STUDY", study.toString());
    command.environment().put("JOB_COMPLETION_INDEX", "1");
    command.environment().merge("PATH", temp.toString(), (old, own) -> own + ":" + old);

    assertThat(command.inheritIO().start().waitFor()).isZero();

    assertThat(study.resolve("artifacts/logs/b-s1.log"))
        .hasContent("sweep-task|" + study + "|b-s1|");
  }
}
