package org.spotrl.studies.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spotrl.experiments.provenance.GitState;
import org.spotrl.experiments.provenance.Machine;
import org.spotrl.experiments.provenance.Plugin;
import org.spotrl.experiments.provenance.Provenance;

class EnvironmentComparisonTest {

  private static final Provenance THEN =
      new Provenance(
          new GitState("0123456789abcdef", "main", "false"),
          new GitState("aaaaaaaaaaaaaaaa", "study", "false"),
          Map.of("spot", "1.0", "tensorflow", "2.18.0"),
          Map.of("TF_ENABLE_ONEDNN_OPTS", "1", "XLA_FLAGS", ""),
          Map.of("density mine", new Plugin("mine.jar", "a".repeat(64))),
          new Machine("Linux 6.1", "EPYC", 2, 1L << 34),
          "spot run a.yaml");

  @Test
  void theSameEnvironmentHasNoDifferences() {
    Provenance now =
        new Provenance(
            new GitState("0123456789abcdef", "other", "false"),
            new GitState("aaaaaaaaaaaaaaaa", "other", "true"),
            THEN.versions(),
            THEN.variables(),
            Map.of("density mine", new Plugin("renamed.jar", "a".repeat(64))),
            new Machine("Linux 6.1", "EPYC", 2, 1L << 30),
            "spot reproduce");

    assertThat(EnvironmentComparison.of(THEN, now)).isEmpty();
  }

  @Test
  void eachDifferenceIsReportedWithItsEffect() {
    Provenance now =
        new Provenance(
            new GitState("fedcba9876543210", "main", "true"),
            new GitState("bbbbbbbbbbbbbbbb", "study", "false"),
            Map.of("spot", "1.0", "tensorflow", "2.19.0", "mujoco", "3.3.7"),
            Map.of("TF_ENABLE_ONEDNN_OPTS", "", "XLA_FLAGS", "--a"),
            Map.of("density mine", new Plugin("mine.jar", "b".repeat(64))),
            new Machine("Linux 6.2", "Xeon", 8, 1L << 34),
            "");

    assertThat(EnvironmentComparison.of(THEN, now))
        .containsExactly(
            new EnvironmentDifference("commit", "0123456789", "fedcba9876", true),
            new EnvironmentDifference("uncommitted changes", "none", "some, not recorded", true),
            new EnvironmentDifference("mujoco", "none", "3.3.7", true),
            new EnvironmentDifference("tensorflow", "2.18.0", "2.19.0", true),
            new EnvironmentDifference("TF_ENABLE_ONEDNN_OPTS", "1", "not set", true),
            new EnvironmentDifference("XLA_FLAGS", "not set", "--a", true),
            new EnvironmentDifference(
                "density mine",
                "mine.jar (SHA-256 aaaaaaaaaaaa)",
                "mine.jar (SHA-256 bbbbbbbbbbbb)",
                true),
            new EnvironmentDifference("processor", "EPYC", "Xeon", true),
            new EnvironmentDifference("system", "Linux 6.1", "Linux 6.2", false),
            new EnvironmentDifference("cores", "2", "8", false),
            new EnvironmentDifference("repository", "aaaaaaaaaa", "bbbbbbbbbb", false));
  }

  @Test
  void uncommittedChangesCountEvenIfBothRunsHaveSome() {
    GitState dirty = new GitState("0123456789abcdef", "main", "true");
    Provenance both =
        new Provenance(
            dirty,
            GitState.NONE,
            THEN.versions(),
            THEN.variables(),
            THEN.plugins(),
            THEN.machine(),
            "");

    assertThat(EnvironmentComparison.of(both, both))
        .extracting(EnvironmentDifference::what)
        .containsExactly("uncommitted changes");
  }

  @Test
  void variablesAndPluginsMissingFromOlderVersionsAreNoDifference() {
    Provenance older =
        new Provenance(
            THEN.spot(),
            THEN.git(),
            THEN.versions(),
            Map.of(),
            Map.of(),
            THEN.machine(),
            THEN.command());

    assertThat(EnvironmentComparison.of(older, THEN)).isEmpty();
  }

  @Test
  void anOlderVersionsRepositoryIsComparedWithTheWorkingFoldersRepository() {
    Provenance older = withSpot(GitState.NONE);
    Provenance moved =
        new Provenance(
            THEN.spot(),
            new GitState("bbbbbbbbbbbbbbbb", "study", "false"),
            THEN.versions(),
            THEN.variables(),
            THEN.plugins(),
            THEN.machine(),
            "");

    assertThat(EnvironmentComparison.of(older, THEN)).isEmpty();
    assertThat(EnvironmentComparison.of(older, moved))
        .containsExactly(new EnvironmentDifference("commit", "aaaaaaaaaa", "bbbbbbbbbb", true));
  }

  private static Provenance withSpot(GitState spot) {
    return new Provenance(
        spot,
        THEN.git(),
        THEN.versions(),
        THEN.variables(),
        THEN.plugins(),
        THEN.machine(),
        THEN.command());
  }
}
