package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.EvaluationConfig;
import org.spotrl.experiments.config.ExecutionConfig;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.config.TrackingConfig;
import org.spotrl.experiments.provenance.Machine;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.density.training.DensityTraining;
import org.spotrl.tensorflow.density.training.DensityTrainingConfig;

/** The checks before a run begins. */
class PreflightTest {

  @TempDir private Path temp;
  private ExperimentConfig config;
  private Preflight preflight;

  @BeforeEach
  void make() {
    config =
        ExperimentConfig.builder()
            .dataset(new LineData().type().withDefaults())
            .algorithm(new CountingAlgorithm().type().withDefaults())
            .build();
    config = in(temp.resolve("mlruns").toString());
    preflight = machine(8, 1_000_000_000);
  }

  private Preflight machine(int cores, long memoryBytes) {
    return new Preflight(
        new Environments(Set.of(new LineWorld())),
        new Trackers(Map.of()),
        new Machine("Linux", "any", cores, memoryBytes));
  }

  private ExperimentConfig in(String uri) {
    return config.toBuilder().tracking(TrackingConfig.builder().uri(uri).build()).build();
  }

  @Test
  void aValidExperimentPassesAndNothingIsWritten() throws IOException {
    assertThatCode(() -> check(config)).doesNotThrowAnyException();
    try (var files = Files.list(temp)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void namesFollowMlflowsRules() {
    assertRefused(
        config.toBuilder().experiment("a\nb").name(" ").tags(Map.of("lr@start", "3e-4")).build(),
        "experiment: experiment name \"a\\nb\" is not allowed: it must be one line",
        "name: run name \" \" is not allowed: it must not be blank",
        "tags.lr@start: tag name \"lr@start\" is not allowed");
    // A tag is also the parameter tags.NAME, whose name has at most 250 characters.
    String longest = "t".repeat(245);
    assertThatCode(() -> check(tagged(longest))).doesNotThrowAnyException();
    assertRefused(tagged(longest + "t"), "it has 251 characters, at most 250 are allowed");
  }

  @Test
  void aTagThatIsAPrefixOfAnotherIsRefused() {
    assertRefused(
        config.toBuilder().tags(Map.of("a", "x", "a/b", "y")).build(),
        "tags.a: a tag's name cannot be the first part of another one: there is also 'tags.a/b'");
  }

  @Test
  void aWrongPlaceOfTheRunsIsRefused() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");
    assertRefused(in(file.toString()), "tracking.uri: runs cannot be recorded in " + file);
    assertRefused(in(file.resolve("below").toString()), file + " is a file, not a folder");
    assertRefused(in("http://a b/"), "tracking.uri: 'http://a b/' is not the address");
    assertRefused(in("sqlite:///mlflow.db"), "tracking.uri: ");
  }

  @Test
  void twoFoldersForTheRunsAreRefused() {
    TrackingConfig two = TrackingConfig.builder().uri(temp + "/a").folder(temp + "/b").build();

    assertRefused(
        config.toBuilder().tracking(two).build(),
        "tracking.uri: it is the folder " + temp + "/a, but tracking.folder is " + temp);
  }

  @Test
  void anIntervalLongerThanTheTrainingIsNoted() {
    ExperimentConfig rare =
        config.toBuilder().evaluation(EvaluationConfig.builder().everyUpdates(61).build()).build();

    assertThat(preflight.notes(LoadedExperiment.of(rare)))
        .containsExactly(
            "note: evaluation.every_updates is 61 and algorithm.updates 60: the policy is evaluated"
                + " at the end only");
    // There is no note for a default.
    assertThat(preflight.notes(LoadedExperiment.of(config))).isEmpty();
  }

  @Test
  void aDeletedExperimentIsRefused() throws IOException {
    Path deleted = Files.createDirectories(temp.resolve("mlruns/.trash/4"));
    Files.writeString(deleted.resolve("meta.yaml"), "name: default\nlifecycle_stage: deleted\n");

    assertRefused(config, "tracking.uri: experiment 'default' was deleted");
  }

  @Test
  void aLatentWithWhichTheElboIsNoBoundIsRefused() {
    // The actions of the line have one dimension.
    assertRefused(
        withLatent(3, CvaeConfig.Bound.ELBO),
        "algorithm.density.latent_dim: it is 3, but with bound: elbo",
        "twice the action size, 2 for line-v0; write latent_dim: 0");
    for (int allowed : new int[] {0, 2}) {
      assertThatCode(() -> check(withLatent(allowed, CvaeConfig.Bound.ELBO)))
          .doesNotThrowAnyException();
    }
    assertThatCode(() -> check(withLatent(3, CvaeConfig.Bound.IMPORTANCE_WEIGHTED)))
        .doesNotThrowAnyException();
  }

  private ExperimentConfig withLatent(int size, CvaeConfig.Bound bound) {
    CvaeConfig cvae = CvaeConfig.builder().hidden(List.of(8)).latentDim(size).bound(bound).build();
    DensityTrainingConfig training = new DensityTrainingConfig(Cvae.TYPE.with(cvae), 0.1);
    return config.toBuilder().algorithm(DensityTraining.TYPE.with(training)).build();
  }

  @Test
  void tooManyThreadsAreRefused() {
    ExperimentConfig many = config.toBuilder().execution(new ExecutionConfig(65)).build();

    assertRefused(
        many,
        "execution.intra_op_threads: 65 threads are too many for this machine, which has 8 cores;"
            + " at most 64 are allowed");
    preflight = machine(17, 1_000_000_000);
    assertThatCode(() -> check(many)).doesNotThrowAnyException();
  }

  @Test
  void networksOfHundredsOfLayersAreRefused() {
    LoadedExperiment sound = LoadedExperiment.of(config);
    Map<String, String> values = new HashMap<>(sound.values());
    values.put("algorithm.hidden", "[" + "2, ".repeat(100) + "2]");
    LoadedExperiment deep =
        new LoadedExperiment(config, sound.resolvedYaml(), values, sound.origins(), sound.hash());

    assertThatThrownBy(() -> preflight.check(deep))
        .isInstanceOf(SpotInputException.class)
        .hasMessage("algorithm.hidden: 101 layers are too many; at most 100 are allowed");
  }

  @Test
  void tooLittleMemoryIsRefused() {
    // 100 bytes for each episode.
    assertRefused(
        config.toBuilder()
            .evaluation(EvaluationConfig.builder().episodes(20_000_000).build())
            .build(),
        "evaluation.episodes: the run needs at least 2.0 GB of memory, 2.0 GB of it for this"
            + " setting, but this machine has 1.0 GB");
  }

  @Test
  void theSummaryDescribesTheRun() {
    assertThat(preflight.summary(LoadedExperiment.of(config)))
        .containsEntry("experiment", "default")
        .containsEntry("method", "counting")
        .containsEntry("data", "a test")
        .containsEntry("updates", "60")
        .containsEntry("recorded in", temp.resolve("mlruns").toString());
  }

  private ExperimentConfig tagged(String name) {
    return config.toBuilder().tags(Map.of(name, "x")).build();
  }

  private void check(ExperimentConfig experiment) {
    preflight.check(LoadedExperiment.of(experiment));
  }

  private void assertRefused(ExperimentConfig experiment, String... reasons) {
    assertThatThrownBy(() -> check(experiment))
        .isInstanceOf(SpotInputException.class)
        .message()
        .contains(List.of(reasons));
  }
}
