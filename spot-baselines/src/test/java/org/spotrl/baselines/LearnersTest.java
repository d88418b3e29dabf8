package org.spotrl.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.spotrl.tensorflow.testing.SameBits.assertSameBits;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spotrl.api.component.Component;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.Actor;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.random.RandomStream;
import org.spotrl.baselines.awac.Awac;
import org.spotrl.baselines.awac.AwacConfig;
import org.spotrl.baselines.bcq.Bcq;
import org.spotrl.baselines.bcq.BcqConfig;
import org.spotrl.baselines.bear.Bear;
import org.spotrl.baselines.bear.BearConfig;
import org.spotrl.baselines.cloning.CloningRegularizer;
import org.spotrl.baselines.cql.Cql;
import org.spotrl.baselines.cql.CqlConfig;
import org.spotrl.baselines.dt.DecisionTransformer;
import org.spotrl.baselines.dt.DecisionTransformerConfig;
import org.spotrl.baselines.iql.Iql;
import org.spotrl.baselines.iql.IqlConfig;
import org.spotrl.baselines.onestep.Onestep;
import org.spotrl.baselines.onestep.OnestepConfig;
import org.spotrl.baselines.plas.Plas;
import org.spotrl.baselines.plas.PlasConfig;
import org.spotrl.tensorflow.actorcritic.ActorCritic;
import org.spotrl.tensorflow.actorcritic.ActorCriticConfig;
import org.spotrl.tensorflow.actorcritic.Backbone;
import org.spotrl.tensorflow.density.Density;
import org.spotrl.tensorflow.density.DensityUnit;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.regularizer.DensityRegularizer;
import org.spotrl.tensorflow.regularizer.DensityRegularizerConfig;
import org.spotrl.tensorflow.regularizer.MmdRegularizer;
import org.spotrl.tensorflow.regularizer.MmdRegularizerConfig;
import org.spotrl.tensorflow.regularizer.MmdRegularizerConfigBuilder;
import org.spotrl.tensorflow.regularizer.NoRegularizer;
import org.spotrl.tensorflow.regularizer.Regularizer;
import org.spotrl.tensorflow.testing.MadeData;

/** Properties of every learner. */
class LearnersTest {

  private static final TaskShape SHAPE = new TaskShape(4, 2, 1);
  private static final Dataset DATA = MadeData.transitions(300, 4, 2);

  private static Stream<Algorithm> algorithms() {
    return Stream.of(
        new Iql(
            IqlConfig.builder()
                .updates(40)
                .batchSize(16)
                .actorHidden(List.of(16))
                .criticHidden(List.of(16))
                .valueHidden(List.of(16))
                .build()),
        new Bcq(
            BcqConfig.builder()
                .updates(40)
                .batchSize(16)
                .actorHidden(List.of(16))
                .criticHidden(List.of(16))
                .vaeHidden(List.of(16))
                .selectSamples(10)
                .build()),
        new Iql(
            IqlConfig.builder()
                .updates(40)
                .batchSize(16)
                .policy(IqlConfig.Policy.DETERMINISTIC)
                .actorHidden(List.of(16))
                .criticHidden(List.of(16))
                .valueHidden(List.of(16))
                .build()),
        new Bcq(
            BcqConfig.builder()
                .updates(40)
                .batchSize(16)
                .phi(0)
                .criticHidden(List.of(16))
                .vaeHidden(List.of(16))
                .selectSamples(10)
                .build()),
        actorCritic(Backbone.SAC, NoRegularizer.TYPE.withDefaults()),
        actorCritic(Backbone.SAC, DensityRegularizer.TYPE.with(density())),
        actorCritic(Backbone.SAC, CloningRegularizer.TYPE.withDefaults()),
        actorCritic(Backbone.SAC, mmd()),
        actorCritic(Backbone.TD3, mmd()),
        new Bear(
            BearConfig.builder()
                .updates(40)
                .warmStartUpdates(10)
                .batchSize(16)
                .actorHidden(List.of(16))
                .criticHidden(List.of(16))
                .vaeHidden(List.of(16))
                .build()),
        new Plas(
            PlasConfig.builder()
                .updates(40)
                .vaeUpdates(40)
                .batchSize(16)
                .phi(0.1)
                .actorHidden(List.of(16))
                .criticHidden(List.of(16))
                .vaeHidden(List.of(16))
                .build()),
        new Awac(
            AwacConfig.builder()
                .updates(40)
                .batchSize(16)
                .actorHidden(List.of(16))
                .criticHidden(List.of(16))
                .build()),
        new Cql(
            CqlConfig.builder()
                .updates(40)
                .batchSize(16)
                .actionSamples(3)
                .bcUpdates(10)
                .lagrange(true)
                .maxTargetBackup(true)
                .actorHidden(List.of(16))
                .criticHidden(List.of(16))
                .build()),
        onestep(OnestepConfig.Step.REVERSE_KL),
        onestep(OnestepConfig.Step.EXP_WEIGHT),
        onestep(OnestepConfig.Step.IL_REG),
        onestep(OnestepConfig.Step.EASY_BCQ),
        truncated(OnestepConfig.Step.REVERSE_KL),
        truncated(OnestepConfig.Step.IL_REG),
        transformer(DecisionTransformerConfig.Form.AUTHORS),
        transformer(DecisionTransformerConfig.Form.CORL));
  }

  private static Algorithm actorCritic(Backbone backbone, Component<Regularizer> regularizer) {
    return new ActorCritic(
        ActorCriticConfig.SPOT.toBuilder()
            .backbone(backbone)
            .updates(40)
            .batchSize(16)
            .actorHidden(List.of(16))
            .criticHidden(List.of(16))
            .regularizer(regularizer)
            .build());
  }

  private static DensityRegularizerConfig density() {
    return new DensityRegularizerConfig(0.5, 0.2, 0, DensityUnit.AUTHORS, cvae());
  }

  private static Component<Regularizer> mmd() {
    return MmdRegularizer.TYPE.with(
        MmdRegularizerConfigBuilder.builder(MmdRegularizerConfig.DEFAULTS).density(cvae()).build());
  }

  private static Component<Density> cvae() {
    return Cvae.TYPE.with(
        CvaeConfig.builder().hidden(List.of(16)).updates(40).batchSize(16).build());
  }

  private static Algorithm onestep(OnestepConfig.Step step) {
    return onestep(step, OnestepConfig.Start.COPY_OF_BETA);
  }

  private static Algorithm truncated(OnestepConfig.Step step) {
    return onestep(step, OnestepConfig.Start.TRUNCATED_NORMAL);
  }

  private static Algorithm onestep(OnestepConfig.Step step, OnestepConfig.Start start) {
    return new Onestep(
        OnestepConfig.builder()
            .step(step)
            .start(start)
            .updates(40)
            .densityUpdates(40)
            .criticUpdates(40)
            .batchSize(16)
            .policyHidden(List.of(16))
            .criticHidden(List.of(16))
            .build());
  }

  private static Algorithm transformer(DecisionTransformerConfig.Form form) {
    return new DecisionTransformer(
        DecisionTransformerConfig.builder()
            .form(form)
            .updates(40)
            .batchSize(4)
            .context(2)
            .embedding(16)
            .layers(2)
            .heads(2)
            .targetReturn(1)
            .returnScale(1)
            .build());
  }

  /** Trains all phases but the last in whole, and the last one for so many updates. */
  private static Map<String, Double> train(Learner learner, int count) {
    List<TrainingPhase> phases = learner.phases();
    Map<String, Double> metrics = Map.of();
    for (TrainingPhase phase : phases) {
      boolean last = phase == phases.get(phases.size() - 1);
      metrics = phase.train(last ? count : (int) (phase.updates() - phase.completed()));
    }
    return metrics;
  }

  private static Learner learner(Algorithm algorithm) {
    return algorithm.create(new LearningTask(SHAPE, DATA, 5, 1));
  }

  private static double[] actions(Policy policy) {
    Actor actor = policy.start(RandomStream.of(0, "test").at(3));
    double[] actions = new double[6];
    for (int step = 0; step < 3; step++) {
      double[] action = actor.act(new double[] {0.1 * step, -1, 0.5, 2});
      actions[2 * step] = action[0];
      actions[2 * step + 1] = action[1];
    }
    return actions;
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void theStoredPolicyActsAsTheLearnerDoes(Algorithm algorithm) {
    try (Learner learner = learner(algorithm)) {
      train(learner, 20);

      double[] acted = actions(learner.policy());

      // Float32 sums in another order.
      assertThat(actions(learner.snapshot().policy())).containsExactly(acted, within(1e-5));
      assertThat(actions(learner.policy())).containsExactly(acted);
    }
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void aRestoredLearnerContinuesWithTheSameBits(Algorithm algorithm) {
    try (Learner whole = learner(algorithm);
        Learner resumed = learner(algorithm)) {
      train(whole, 20);
      resumed.restore(whole.state());
      // Acting and evaluating models between the updates changes nothing.
      actions(resumed.policy());
      resumed.models().q().ifPresent(q -> q.of(new float[4], new float[2]));
      Map<String, Double> metrics = train(whole, 20);

      assertThat(train(resumed, 20)).isEqualTo(metrics);
      assertSameBits(resumed.state(), whole.state());
      assertThat(metrics.keySet()).containsAnyOf("train/actor_loss", "train/critic_loss");
    }
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void withoutDataItActsAndRestoresButDoesNotTrain(Algorithm algorithm) {
    LearningTask empty = new LearningTask(SHAPE, Dataset.empty("none", 4, 2), 5, 1);
    try (Learner trained = learner(algorithm);
        Learner acting = algorithm.create(empty)) {
      train(trained, 10);
      acting.restore(trained.state());

      assertThat(actions(acting.policy())).containsExactly(actions(trained.policy()));
      TrainingPhase phase = acting.phases().get(acting.phases().size() - 1);
      assertThatThrownBy(() -> phase.train(1))
          .isInstanceOf(SpotInputException.class)
          .hasMessageContaining("cannot train: the data set has no transitions");
    }
  }
}
