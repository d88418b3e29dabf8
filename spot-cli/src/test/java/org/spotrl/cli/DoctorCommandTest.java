package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.SpotVersion;
import org.spotrl.experiments.wiring.NeedsMujoco;

class DoctorCommandTest {

  private static final List<String> SUBJECTS =
      List.of("spot", "Java", "machine", "TensorFlow", "MuJoCo", "MLflow", "plugins", "runs");

  @Test
  void everySubjectHasALine() {
    NeedsMujoco.check();

    CommandRun run = CommandRun.of("doctor");

    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(subjects(run)).containsExactlyElementsOf(SUBJECTS);
    assertThat(run.out())
        .contains("ok  spot        " + SpotVersion.current())
        .contains(System.getProperty("java.runtime.version"))
        .contains("self-check passed")
        .endsWith("experiments can run%n".formatted());
  }

  @Test
  void anAbsentLibraryIsMissing(@TempDir Path temp) {
    Path absent = temp.resolve("libmujoco.so");

    CommandRun run = CommandRun.of("doctor", "--mujoco", absent.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(subjects(run)).containsExactlyElementsOf(SUBJECTS);
    assertThat(run.out())
        .contains("!!  MuJoCo", absent.toString())
        .endsWith("something is missing; see the lines with !!%n".formatted());
    assertThat(run.showsStackTrace()).as(run.out()).isFalse();
  }

  private static List<String> subjects(CommandRun run) {
    return run.out()
        .lines()
        .filter(line -> line.matches("(ok|--|!!)  .*"))
        .map(line -> line.split(" +", 3)[1])
        .toList();
  }
}
