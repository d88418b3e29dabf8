package org.spotrl.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spotrl.experiments.wiring.SpotInjector;

/** Configurations as version 0.1.0 recorded them, before methods had presets. */
class EarlierVersionsTest {

  private static LoadedExperiment load(String name) throws Exception {
    var file = EarlierVersionsTest.class.getResource("/config/recorded/" + name);
    return SpotInjector.create(Optional.empty())
        .getInstance(ConfigLoader.class)
        .loadRecorded(Path.of(file.toURI()));
  }

  @Test
  void theRegularizerOfTd3IsOneOfAnActorCritic() throws Exception {
    LoadedExperiment loaded = load("td3bc-0.1.0.yaml");

    assertThat(loaded.values())
        .containsEntry("algorithm.type", "actor-critic")
        .containsEntry("algorithm.regularizer.type", "behavior-cloning")
        .containsEntry("algorithm.regularizer.alpha", "2.5")
        .containsEntry("diagnostics", "[support, episodes, {type: pictures, states: 3}]");
  }

  @Test
  void aDensityInNatsKeepsTheStrengthThatItHad() throws Exception {
    LoadedExperiment loaded = load("gaussian-0.1.0.yaml");

    assertThat(loaded.values())
        .containsEntry("algorithm.type", "actor-critic")
        .containsEntry("algorithm.regularizer.density.type", "gaussian")
        .containsEntry("algorithm.regularizer.unit", "nats");
  }

  @Test
  void whatThisVersionRecordsIsReadAsItIs() throws Exception {
    LoadedExperiment loaded = load("td3bc-0.1.0.yaml");
    Path again = java.nio.file.Files.createTempFile("resolved", ".yaml");
    java.nio.file.Files.writeString(again, loaded.resolvedYaml());

    assertThat(
            SpotInjector.create(Optional.empty())
                .getInstance(ConfigLoader.class)
                .loadRecorded(again)
                .config())
        .isEqualTo(loaded.config());
  }
}
