package org.spotrl.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.spotrl.api.component.Component;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.baselines.cloning.CloningRegularizer;
import org.spotrl.baselines.gaussian.GaussianDensity;
import org.spotrl.baselines.gaussian.GaussianDensityConfig;
import org.spotrl.tensorflow.density.DensityModel;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.regularizer.DensityRegularizer;
import org.spotrl.tensorflow.regularizer.DensityRegularizerConfig;
import org.spotrl.tensorflow.regularizer.PolicyRegularizer;
import org.spotrl.tensorflow.td3.Td3;
import org.spotrl.tensorflow.td3.Td3Config;
import org.spotrl.tensorflow.td3.Td3ConfigBuilder;
import org.spotrl.tensorflow.testing.MadeData;

/** Each ablation is one word away from SPOT. */
class CompositionTest {

  private static final LearningTask TASK =
      new LearningTask(MadeData.transitions(200, 5, 3), 1, 0, 1);

  @Test
  void theCloningRegularizerMakesTd3Bc() {
    Td3Config config = td3(CloningRegularizer.TYPE.withDefaults()).actorDropout(0).build();

    try (Learner learner = Td3.TYPE.with(config).create().create(TASK)) {
      assertPhases(learner, "policy");
      assertThat(metrics(learner, "policy"))
          .containsExactly("train/actor_loss", "train/bc_loss", "train/critic_loss", "train/q");
      assertThat(learner.behaviorDensity()).isEmpty();
    }
  }

  @Test
  void theGaussianTakesTheVaesPlace() {
    try (Learner learner = spot(gaussian(), true).create(TASK)) {
      assertPhases(learner, "density", "policy");
      assertThat(metrics(learner, "density"))
          .containsExactly("train/density_log_std", "train/density_loss");
      assertThat(metrics(learner, "policy"))
          .containsExactly(
              "train/actor_loss",
              "train/critic_loss",
              "train/neg_log_beta",
              "train/neg_log_beta_max",
              "train/q");
      assertThat(learner.behaviorDensity()).isPresent();
    }
  }

  @Test
  void qNormalizationIsAFlag() {
    try (Learner learner = spot(cvae(), false).create(TASK)) {
      assertPhases(learner, "density", "policy");
      assertThat(metrics(learner, "policy")).contains("train/neg_log_beta", "train/actor_loss");
    }
  }

  private static Algorithm spot(Component<DensityModel> density, boolean qNormalization) {
    DensityRegularizerConfig regularizer = new DensityRegularizerConfig(0.1, density);
    return Td3.TYPE
        .with(td3(DensityRegularizer.TYPE.with(regularizer)).qNormalization(qNormalization).build())
        .create();
  }

  private static Td3ConfigBuilder td3(Component<PolicyRegularizer> regularizer) {
    return Td3Config.builder()
        .batchSize(8)
        .actorHidden(List.of(8))
        .criticHidden(List.of(8))
        .regularizer(regularizer);
  }

  private static Component<DensityModel> gaussian() {
    return GaussianDensity.TYPE.with(
        GaussianDensityConfig.builder().hidden(List.of(8)).updates(2).batchSize(8).build());
  }

  private static Component<DensityModel> cvae() {
    return Cvae.TYPE.with(CvaeConfig.builder().hidden(List.of(8)).updates(2).batchSize(8).build());
  }

  private static void assertPhases(Learner learner, String... names) {
    assertThat(learner.phases()).extracting(TrainingPhase::name).containsExactly(names);
    assertThat(learner.phases())
        .filteredOn(TrainingPhase::trainsPolicy)
        .extracting(TrainingPhase::name)
        .containsExactly("policy");
  }

  /** The metrics' names of the first two updates, of which the second trains the actor too. */
  private static Set<String> metrics(Learner learner, String phase) {
    return learner.phases().stream()
        .filter(p -> p.name().equals(phase))
        .findFirst()
        .<Set<String>>map(p -> new TreeSet<>(p.train(2).keySet()))
        .orElseThrow();
  }
}
