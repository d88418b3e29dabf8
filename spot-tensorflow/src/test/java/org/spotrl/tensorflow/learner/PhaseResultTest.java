package org.spotrl.tensorflow.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spotrl.tensorflow.testing.SameBits.assertSameBits;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.component.Component;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.PhaseResult;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.tensorflow.actorcritic.ActorCritic;
import org.spotrl.tensorflow.actorcritic.ActorCriticConfig;
import org.spotrl.tensorflow.actorcritic.ActorCriticConfigBuilder;
import org.spotrl.tensorflow.density.DensityUnit;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.density.cvae.CvaeConfigBuilder;
import org.spotrl.tensorflow.regularizer.DensityRegularizer;
import org.spotrl.tensorflow.regularizer.DensityRegularizerConfig;
import org.spotrl.tensorflow.regularizer.Regularizer;
import org.spotrl.tensorflow.testing.MadeData;

/** What a density phase depends on, and what another run takes over of it. */
class PhaseResultTest {

  private static final Dataset DATA = MadeData.transitions(300, 4, 2);
  private static final CvaeConfig CVAE =
      CvaeConfig.builder().hidden(List.of(20, 20)).batchSize(16).updates(60).build();
  private static final ActorCriticConfig SMALL =
      ActorCriticConfig.SPOT.toBuilder()
          .updates(40)
          .batchSize(16)
          .actorHidden(List.of(16, 16))
          .criticHidden(List.of(16, 16))
          .regularizer(density(0.1, DensityUnit.AUTHORS, CVAE))
          .build();

  private static Component<Regularizer> density(
      double lambda, DensityUnit unit, CvaeConfig density) {
    return DensityRegularizer.TYPE.with(
        new DensityRegularizerConfig(lambda, unit, Cvae.TYPE.with(density)));
  }

  private static ActorCriticConfig changed(UnaryOperator<ActorCriticConfigBuilder> change) {
    return change.apply(SMALL.toBuilder()).build();
  }

  private static ActorCriticConfig ofDensity(UnaryOperator<CvaeConfigBuilder> change) {
    CvaeConfig density = change.apply(CvaeConfigBuilder.builder(CVAE)).build();
    return changed(c -> c.regularizer(density(0.1, DensityUnit.AUTHORS, density)));
  }

  private static Learner learner(ActorCriticConfig config) {
    return learner(config, DATA, 0, 1);
  }

  private static Learner learner(
      ActorCriticConfig config, Dataset data, long seed, double maxAction) {
    return new ActorCritic(config)
        .create(new LearningTask(new TaskShape(4, 2, maxAction), data, seed, 1));
  }

  private static PhaseResult result(Learner learner) {
    return learner.phases().get(0).result().orElseThrow();
  }

  private static String key(ActorCriticConfig config) {
    try (Learner learner = learner(config)) {
      return result(learner).key();
    }
  }

  /** The rest of the algorithm: none of it is in the density's loss, data, weights or draws. */
  static List<ActorCriticConfig> configurationsOfTheSameDensity() {
    return List.of(
        changed(c -> c.regularizer(density(2.5, DensityUnit.AUTHORS, CVAE))),
        changed(c -> c.regularizer(density(0.1, DensityUnit.NATS, CVAE))),
        changed(c -> c.actorDropout(0)),
        changed(c -> c.actorHidden(List.of(8)).criticHidden(List.of(33, 9, 5))),
        changed(c -> c.batchSize(32).updates(9).policyFrequency(3).discount(0.5)),
        changed(c -> c.qNormalization(false).actorLearningRate(0.1).actorInitW(0.5)),
        ofDensity(c -> c.numSamples(7)),
        ofDensity(c -> c.bound(CvaeConfig.Bound.IMPORTANCE_WEIGHTED).numSamples(3)));
  }

  @ParameterizedTest
  @MethodSource("configurationsOfTheSameDensity")
  void theRestOfTheAlgorithmChangesNeitherTheDensityNorItsKey(ActorCriticConfig other) {
    try (Learner learner = learner(SMALL);
        Learner changed = learner(other)) {
      assertThat(result(changed).key()).isEqualTo(result(learner).key());
      Map<String, Double> metrics = learner.phases().get(0).train(60);
      assertThat(changed.phases().get(0).train(60)).isEqualTo(metrics);
      assertSameBits(result(changed).state(), result(learner).state());
    }
  }

  static List<ActorCriticConfig> configurationsOfOtherDensities() {
    return List.of(
        ofDensity(c -> c.beta(0.4)),
        ofDensity(c -> c.hidden(List.of(20, 21))),
        ofDensity(c -> c.latentDim(5)),
        ofDensity(c -> c.logStdMin(-3.5)),
        ofDensity(c -> c.logStdMax(14)),
        ofDensity(c -> c.learningRate(2e-3)),
        ofDensity(c -> c.batchSize(17)),
        ofDensity(c -> c.updates(61)));
  }

  @ParameterizedTest
  @MethodSource("configurationsOfOtherDensities")
  void eachSettingOfItsTrainingIsInTheKey(ActorCriticConfig other) {
    assertThat(key(other)).isNotEqualTo(key(SMALL)).isEqualTo(key(other));
  }

  @Test
  void seedDataAndActionRangeAreInTheKey() {
    Dataset shorter = MadeData.transitions(299, 4, 2);
    try (Learner seed = learner(SMALL, DATA, 1, 1);
        Learner data = learner(SMALL, shorter, 0, 1);
        Learner range = learner(SMALL, DATA, 0, 2)) {
      assertThat(List.of(key(SMALL), result(seed).key(), result(data).key(), result(range).key()))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aRunThatTakesADensityOverEndsWithTheBitsOfOneThatTrainsIt() {
    try (Learner whole = learner(SMALL);
        Learner other = learner(changed(c -> c.actorDropout(0.3)));
        Learner taking = learner(SMALL)) {
      other.phases().get(0).train(60);
      result(taking).restore(result(other).state());
      assertThat(taking.phases().get(0).completed()).isEqualTo(60);
      whole.phases().get(0).train(60);
      assertSameBits(taking.state(), whole.state());
      assertThat(taking.phases().get(1).train(40)).isEqualTo(whole.phases().get(1).train(40));
      assertSameBits(taking.state(), whole.state());
    }
  }

  @Test
  void whatItHasLearntIsItsWeightsWithoutTheOptimiser() {
    try (Learner trained = learner(SMALL);
        Learner taking = learner(SMALL)) {
      TrainingPhase phase = trained.phases().get(0);
      phase.train(60);
      StateDict learnt = result(trained).learnt();
      assertThat(learnt.tensors().keySet())
          .contains("density/step", "vae/encoder/0/kernel", "vae/decoder/2/bias")
          .allMatch(name -> name.equals("density/step") || name.startsWith("vae/"));
      result(taking).restore(learnt);
      assertThat(taking.phases().get(0).completed()).isEqualTo(60);
      float[] observations = new float[8];
      float[] actions = {0.1f, -0.2f, 0.5f, 0.9f};
      assertThat(taking.models().density().orElseThrow().logDensity(observations, actions))
          .isEqualTo(trained.models().density().orElseThrow().logDensity(observations, actions));
    }
  }

  @Test
  void aDensityOfAnotherArchitectureIsRefusedAndChangesNothing() {
    try (Learner wide = learner(ofDensity(c -> c.hidden(List.of(20, 21))));
        Learner learner = learner(SMALL)) {
      StateDict before = learner.state();
      assertThatThrownBy(() -> result(learner).restore(result(wide).state()))
          .isInstanceOf(SpotInputException.class)
          .hasMessageContaining("vae/decoder/1/bias");
      assertThatThrownBy(() -> result(learner).restore(learner.state()))
          .isInstanceOf(SpotInputException.class)
          .hasMessageContaining("actor/0/bias");
      assertSameBits(learner.state(), before);
    }
  }

  @Test
  void aPolicyIsNotTakenOverAndAPhaseThatHasBegunHasNoKey() {
    try (Learner learner = learner(SMALL)) {
      assertThat(learner.phases().get(1).result()).isEmpty();
      PhaseResult density = result(learner);
      learner.phases().get(0).train(1);
      assertThatThrownBy(density::key).hasMessage("phase density has begun");
    }
  }
}
