package org.spotrl.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.component.Component;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.baselines.cloning.CloningRegularizer;
import org.spotrl.baselines.cloning.CloningRegularizerConfig;
import org.spotrl.baselines.gaussian.GaussianDensity;
import org.spotrl.baselines.gaussian.GaussianDensityConfig;
import org.spotrl.tensorflow.actorcritic.ActorCritic;
import org.spotrl.tensorflow.actorcritic.ActorCriticConfig;
import org.spotrl.tensorflow.actorcritic.ActorCriticConfigBuilder;
import org.spotrl.tensorflow.actorcritic.Backbone;
import org.spotrl.tensorflow.density.Density;
import org.spotrl.tensorflow.density.DensityUnit;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.regularizer.DensityRegularizer;
import org.spotrl.tensorflow.regularizer.DensityRegularizerConfig;
import org.spotrl.tensorflow.regularizer.MmdRegularizerConfig;
import org.spotrl.tensorflow.regularizer.MmdRegularizerConfigBuilder;
import org.spotrl.tensorflow.regularizer.NoRegularizer;
import org.spotrl.tensorflow.regularizer.Regularizer;
import org.spotrl.tensorflow.testing.MadeData;

/** Each ablation is one word away from SPOT. */
class CompositionTest {

  private static final LearningTask TASK =
      new LearningTask(new TaskShape(5, 3, 1), MadeData.transitions(200, 5, 3), 0, 1);

  @Test
  void theCloningRegularizerGivesTd3Bc() {
    ActorCriticConfig config = td3(CloningRegularizer.TYPE.withDefaults()).build();

    try (Learner learner = CloningRegularizer.TD3_BC.with(config).create().create(TASK)) {
      assertPhases(learner, "policy");
      assertThat(metrics(learner, "policy"))
          .containsExactly(
              "train/actor_loss",
              "train/bc_loss",
              "train/critic_loss",
              "train/q_mean",
              "train/q_weight");
      assertThat(learner.models().density()).isEmpty();
    }
  }

  @Test
  void theGaussianReplacesTheVae() {
    try (Learner learner = spot(gaussian(), true).create(TASK)) {
      assertPhases(learner, "density", "policy");
      assertThat(metrics(learner, "density"))
          .containsExactly("train/density_log_std", "train/density_loss");
      assertThat(metrics(learner, "policy"))
          .containsExactly(
              "train/actor_loss",
              "train/critic_loss",
              "train/neg_log_beta_max",
              "train/neg_log_beta_mean",
              "train/q_mean",
              "train/q_weight");
      assertThat(learner.models().density()).isPresent();
    }
  }

  @Test
  void qNormalizationIsAFlag() {
    try (Learner learner = spot(cvae(), false).create(TASK)) {
      assertPhases(learner, "density", "policy");
      assertThat(metrics(learner, "policy"))
          .contains("train/neg_log_beta_mean", "train/actor_loss");
    }
  }

  @Test
  void aPresetHasTheAuthorsValues() {
    ActorCriticConfig spot = ActorCritic.SPOT.defaults();
    ActorCriticConfig td3bc = CloningRegularizer.TD3_BC.defaults();

    assertThat(spot.actorDropout()).isEqualTo(0.1);
    assertThat(spot.regularizer()).isEqualTo(DensityRegularizer.TYPE.withDefaults());
    assertThat(td3bc.actorDropout()).isZero();
    assertThat(td3bc.regularizer()).isEqualTo(CloningRegularizer.TYPE.withDefaults());
    assertThat(((CloningRegularizerConfig) td3bc.regularizer().config()).alpha()).isEqualTo(2.5);
    assertThat(ActorCritic.TD3.defaults().regularizer())
        .isEqualTo(NoRegularizer.TYPE.withDefaults());
  }

  @Test
  void aPresetRefusesTheRegularizerOfAnotherMethod() {
    ActorCriticConfig mixed =
        ActorCriticConfig.SPOT.toBuilder()
            .regularizer(CloningRegularizer.TYPE.withDefaults())
            .build();

    assertThatThrownBy(() -> ActorCritic.SPOT.with(mixed))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("'spot' has the regularizer 'density', not 'behavior-cloning'")
        .hasMessageContaining("'td3+bc'");
    assertThatThrownBy(() -> ActorCritic.TD3.with(ActorCriticConfig.SPOT))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("'spot' (density)");
    assertThat(ActorCritic.TYPE.with(mixed).config()).isEqualTo(mixed);
  }

  @Test
  void spotAcceptsBothBackbonesAndOtherPresetsTheirOwn() {
    ActorCriticConfig sac = ActorCriticConfig.SPOT.toBuilder().backbone(Backbone.SAC).build();

    assertThat(ActorCritic.SPOT.with(sac).config()).isEqualTo(sac);
    assertThat(ActorCritic.TYPE.with(sac).config()).isEqualTo(sac);
    assertThatThrownBy(() -> ActorCritic.TD3.with(sac))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("'td3' has the regularizer 'none', not 'density'")
        .hasMessageContaining("'td3' has the backbone 'td3', not 'sac'");
    assertThatThrownBy(() -> ActorCritic.SAC.with(ActorCriticConfig.TD3))
        .hasMessageContaining("'sac' has the backbone 'sac', not 'td3'");
    assertThatThrownBy(() -> CloningRegularizer.TD3_BC.with(sac))
        .hasMessageContaining("'td3+bc' has the backbone 'td3', not 'sac'");
  }

  @Test
  void settingsOfTheOtherBackboneAreRefused() {
    assertThatThrownBy(
            () ->
                ActorCritic.SPOT.with(
                    ActorCriticConfig.SPOT.toBuilder()
                        .backbone(Backbone.SAC)
                        .policyFrequency(4)
                        .noiseClip(1)
                        .build()))
        .isInstanceOf(SpotInputException.class)
        .hasMessage(
            "'noise_clip' has no effect with the backbone 'sac': leave it out; 'policy_frequency' has no effect with the backbone 'sac': leave it out");
    assertThatThrownBy(
            () ->
                ActorCritic.TYPE.with(
                    ActorCriticConfig.DEFAULTS.toBuilder().targetEntropy(-1).build()))
        .hasMessage("'target_entropy' has no effect with the backbone 'td3': leave it out");
  }

  @Test
  void theDiscrepancyNeedsTheSamplesOfACvae() {
    assertThatThrownBy(
            () ->
                MmdRegularizerConfigBuilder.builder(MmdRegularizerConfig.DEFAULTS)
                    .density(gaussian())
                    .build())
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("the density 'gaussian' cannot be used with the regularizer 'mmd'");
  }

  /** At update t of 4 lambda is 0.5 * max(0.25, 1 - t / 4). */
  @Test
  void aFallingLambdaIsAMetric() {
    DensityRegularizerConfig regularizer =
        new DensityRegularizerConfig(0.5, 0.25, 0, DensityUnit.AUTHORS, cvae());
    ActorCriticConfig config = td3(DensityRegularizer.TYPE.with(regularizer)).updates(4).build();
    try (Learner learner = ActorCritic.SPOT.with(config).create().create(TASK)) {
      TrainingPhase policy = learner.phases().get(1);

      assertThat(policy.train(2)).containsEntry("train/lambda", 0.25);
      // Here 1 - t / 4 is 0, below the minimum of 0.25.
      assertThat(policy.train(2)).containsEntry("train/lambda", 0.125);
    }
  }

  /**
   * The authors' unit is beta / (2A) = 0.5 / 6 of a nat. The actor's first step comes after the
   * penalty of update 2, so both learners penalise the same actions.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theUnitScalesEveryDensity(boolean gaussian) {
    Component<Density> density = gaussian ? gaussian() : cvae();
    double authors = penalty(density, DensityUnit.AUTHORS, "train/neg_log_beta_mean");
    double nats = penalty(density, DensityUnit.NATS, "train/neg_log_beta_nats_mean");

    // Float32.
    assertThat(authors).isCloseTo(nats * 0.5 / 6, within(1e-6 * Math.abs(nats)));
    assertThat(authors).isNotZero();
  }

  private static double penalty(Component<Density> density, DensityUnit unit, String metric) {
    DensityRegularizerConfig regularizer = new DensityRegularizerConfig(0.1, unit, density);
    ActorCriticConfig config = td3(DensityRegularizer.TYPE.with(regularizer)).build();
    try (Learner learner = ActorCritic.SPOT.with(config).create().create(TASK)) {
      return Objects.requireNonNull(learner.phases().get(1).train(2).get(metric));
    }
  }

  private static Algorithm spot(Component<Density> density, boolean qNormalization) {
    DensityRegularizerConfig regularizer =
        new DensityRegularizerConfig(0.1, DensityUnit.AUTHORS, density);
    return ActorCritic.SPOT
        .with(td3(DensityRegularizer.TYPE.with(regularizer)).qNormalization(qNormalization).build())
        .create();
  }

  private static ActorCriticConfigBuilder td3(Component<Regularizer> regularizer) {
    return ActorCriticConfig.DEFAULTS.toBuilder()
        .batchSize(8)
        .actorHidden(List.of(8))
        .criticHidden(List.of(8))
        .regularizer(regularizer);
  }

  private static Component<Density> gaussian() {
    return GaussianDensity.TYPE.with(
        GaussianDensityConfig.builder().hidden(List.of(8)).updates(2).batchSize(8).build());
  }

  private static Component<Density> cvae() {
    return Cvae.TYPE.with(CvaeConfig.builder().hidden(List.of(8)).updates(2).batchSize(8).build());
  }

  private static void assertPhases(Learner learner, String... names) {
    assertThat(learner.phases()).extracting(TrainingPhase::name).containsExactly(names);
    assertThat(learner.phases())
        .filteredOn(TrainingPhase::trainsPolicy)
        .extracting(TrainingPhase::name)
        .containsExactly("policy");
  }

  /** The metric names of the first two updates; the second also trains the actor. */
  private static Set<String> metrics(Learner learner, String phase) {
    return learner.phases().stream()
        .filter(p -> p.name().equals(phase))
        .findFirst()
        .<Set<String>>map(p -> new TreeSet<>(p.train(2).keySet()))
        .orElseThrow();
  }
}
