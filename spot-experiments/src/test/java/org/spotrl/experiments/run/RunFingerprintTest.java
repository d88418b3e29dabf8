package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.provenance.Plugin;

class RunFingerprintTest {

  private static final String THEN = "0123456789abcdef";
  private static final LocalRun RUN = new LocalRun(Path.of("mlruns", "1", "0f3a", "artifacts"));

  private static RunFingerprint with(Map<String, Plugin> plugins) {
    return new RunFingerprint("c0", 4, "d0", Map.of("FAST", "1"), plugins);
  }

  private static RunFingerprint with(String file, String sha256) {
    return with(Map.of("density mine", new Plugin(file, sha256)));
  }

  @Test
  void aFingerprintIsParsedFromItsText() {
    RunFingerprint written = with("my=jar 1.jar", THEN);

    assertThat(written.text())
        .isEqualTo(
            """
            config c0
            seed 4
            dataset d0
            variable FAST=1
            plugin density mine=0123456789abcdef my=jar 1.jar
            """);
    assertThat(RunFingerprint.parse(written.text())).isEqualTo(written);
    assertThatThrownBy(() -> RunFingerprint.parse(written.text() + "plugin density other=0123\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'plugin density other=0123' instead of 'variable ...'");
  }

  @Test
  void aRunWithoutRecordedPluginsIsTheSame() {
    RunFingerprint older = RunFingerprint.parse("config c0\nseed 4\ndataset d0\n");

    assertThatCode(() -> with("mine.jar", THEN).requireSame(older, RUN)).doesNotThrowAnyException();
  }

  @Test
  void aJarMayBeRenamedButNotChanged() {
    RunFingerprint then = with("mine.jar", THEN);

    assertThatCode(() -> with("renamed.jar", THEN).requireSame(then, RUN))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> with("mine-2.jar", "fedcba9876543210").requireSame(then, RUN))
        .isInstanceOf(SpotInputException.class)
        .hasMessageEndingWith(
            "would not resume with the same bits: density mine came from mine.jar (SHA-256 0123456789ab) and now comes from mine-2.jar (SHA-256 fedcba987654). Restore the jar, or start a new run");
    assertThatThrownBy(() -> with(Map.of()).requireSame(then, RUN))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("and now comes from spot itself");
  }
}
