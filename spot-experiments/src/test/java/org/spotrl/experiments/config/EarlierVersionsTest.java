package org.spotrl.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.experiments.wiring.SpotInjector;

/** Configurations that version 0.1.0 recorded before methods had presets. */
class EarlierVersionsTest {

  private static LoadedExperiment load(String name) throws URISyntaxException {
    URL file =
        Objects.requireNonNull(
            EarlierVersionsTest.class.getResource("/config/recorded/" + name), name);
    return load(Path.of(file.toURI()));
  }

  private static LoadedExperiment load(Path file) {
    return SpotInjector.create(Optional.empty()).getInstance(ConfigLoader.class).loadRecorded(file);
  }

  @Test
  void td3WithARegularizerBecomesActorCritic() throws Exception {
    LoadedExperiment loaded = load("td3bc-0.1.0.yaml");

    assertThat(loaded.values())
        .containsEntry("algorithm.type", "actor-critic")
        .containsEntry("algorithm.regularizer.type", "behavior-cloning")
        .containsEntry("algorithm.regularizer.alpha", "2.5")
        .containsEntry("diagnostics", "[support, episodes, {type: pictures, states: 3}]");
  }

  @Test
  void aDensityInNatsKeepsItsUnit() throws Exception {
    LoadedExperiment loaded = load("gaussian-0.1.0.yaml");

    assertThat(loaded.values())
        .containsEntry("algorithm.type", "actor-critic")
        .containsEntry("algorithm.regularizer.density.type", "gaussian")
        .containsEntry("algorithm.regularizer.unit", "nats");
  }

  @Test
  void aFormerNameOfAValueIsReadAndKeepsTheHash() throws Exception {
    LoadedExperiment loaded = load("importance-weighted-0.1.0.yaml");

    assertThat(loaded.values())
        .containsEntry("algorithm.regularizer.density.bound", "importance-weighted");
    // As version 0.1.0 recorded it with 'iwae'.
    assertThat(loaded.hash())
        .isEqualTo("67872744eb4224adddbd69d6d7ffdbd843a183d0ba4f766f80b266684310c8d7");
  }

  @Test
  void aConfigurationOfThisVersionIsNotChanged(@TempDir Path folder) throws Exception {
    LoadedExperiment loaded = load("td3bc-0.1.0.yaml");

    Path again = Files.writeString(folder.resolve("resolved.yaml"), loaded.resolvedYaml());

    assertThat(load(again).values()).isEqualTo(loaded.values());
  }
}
