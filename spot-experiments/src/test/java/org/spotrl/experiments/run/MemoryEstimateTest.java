package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.provenance.Machine;

class MemoryEstimateTest {

  private static final EnvironmentSpec ENVIRONMENT =
      new EnvironmentSpec("e", 4, 2, 1, 300, new ReferenceScores(0, 1));

  private static MemoryEstimate of(Map<String, String> values) {
    return MemoryEstimate.of(
        new LoadedExperiment(ExperimentConfig.DEFAULTS, "", values, Map.of(), ""),
        ENVIRONMENT,
        OptionalLong.empty());
  }

  @Test
  void weightsBatchesSamplesDataAndEpisodesAreCounted() {
    MemoryEstimate estimate =
        of(
            Map.of(
                "dataset.steps", "1000",
                "evaluation.episodes", "10",
                "algorithm.actor_hidden", "[20, 30]",
                "algorithm.batch_size", "100",
                "algorithm.density.hidden", "[40]",
                "algorithm.density.num_samples", "5"));

    assertThat(estimate.bytes())
        .contains(
            // 12 floats a row (two observations of 4, an action of 2, reward, not done), twice.
            entry("dataset.steps", 1000 * 12 * 4 * 2.0),
            entry("evaluation.episodes", 10 * 100.0),
            // 6 inputs, 2 outputs; each weight with its gradient and two moments.
            entry("algorithm.actor_hidden", (6 * 20 + 20 * 30 + 30 * 2) * 16.0),
            entry("algorithm.density.hidden", (6 * 40 + 40 * 2) * 16.0),
            // The rows, and value and gradient of the actor's units and, 5 times, of the density's
            // units.
            entry("algorithm.batch_size", 100 * 12 * 4 + 100 * 50 * 8 + 500 * 40 * 8.0));
    assertThat(estimate.elements()).contains(entry("algorithm.batch_size", 100 * 12.0));
  }

  @Test
  void theProblemIsReportedAtTheLikelyTypingError() {
    Machine machine = new Machine("Linux", "any", 2, 24_000_000_000L);
    Map<String, String> wide =
        Map.of("algorithm.hidden", "[2000000000]", "algorithm.batch_size", "256");
    Map<String, String> tall =
        Map.of("algorithm.hidden", "[256, 256]", "algorithm.batch_size", "100000000");

    assertThat(of(wide).problems(machine).keySet()).containsExactly("algorithm.hidden");
    assertThat(of(tall).problems(machine).keySet()).containsExactly("algorithm.batch_size");
    assertThat(of(Map.of("algorithm.batch_size", "2147483647")).problems(machine))
        .hasEntrySatisfying(
            "algorithm.batch_size",
            problem ->
                assertThat(problem).startsWith("it causes a tensor of 25,769,803,764 numbers"));
    assertThat(of(Map.of("algorithm.batch_size", "256")).problems(machine)).isEmpty();
  }
}
