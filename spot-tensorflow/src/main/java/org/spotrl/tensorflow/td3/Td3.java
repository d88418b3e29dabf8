package org.spotrl.tensorflow.td3;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.tensorflow.learner.GraphAlgorithm;
import org.spotrl.tensorflow.learner.GraphFunction;
import org.spotrl.tensorflow.learner.LearnerDefinition;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.learner.PolicyDefinition;
import org.spotrl.tensorflow.regularizer.DensityRegularizer;
import org.spotrl.tensorflow.regularizer.GraphRegularizer;
import org.spotrl.tensorflow.regularizer.NoRegularizer;

/**
 * Twin delayed deep deterministic policy gradient (TD3, Fujimoto et al. 2018) with a policy
 * regulariser. With the density regulariser it is SPOT (Wu et al. 2022), with behaviour cloning
 * TD3+BC.
 *
 * <p>The named methods are presets of one configuration record with their authors' values. A preset
 * accepts only the regulariser of its method, so it cannot be half set; {@code actor-critic}
 * accepts any.
 */
public final class Td3 implements GraphAlgorithm {

  /**
   * The type named {@code actor-critic}: TD3 with any regulariser. Its label is {@code td3},
   * because its defaults are TD3's.
   */
  public static final ComponentType<Td3Config, Algorithm> ACTOR_CRITIC =
      new ComponentType<Td3Config, Algorithm>(
              Algorithm.class,
              "actor-critic",
              "TD3 with a regulariser of your choice; the other values are TD3's.",
              Td3Config.TD3,
              Td3::new)
          .labelled(config -> "td3");

  /** The type named {@code spot}: SPOT with the authors' values for the Gym tasks. */
  public static final ComponentType<Td3Config, Algorithm> SPOT =
      preset(
          "spot",
          "Supported Policy Optimization (Wu et al. 2022).",
          Td3Config.SPOT,
          DensityRegularizer.TYPE.name());

  /** The type named {@code td3}: TD3 without a regulariser. */
  public static final ComponentType<Td3Config, Algorithm> TD3 =
      preset(
          "td3",
          "TD3 without a regulariser (Fujimoto et al. 2018).",
          Td3Config.TD3,
          NoRegularizer.TYPE.name());

  private final Td3Config config;

  /** TD3 with these settings. */
  public Td3(Td3Config config) {
    this.config = config;
  }

  /**
   * A preset of the configuration that accepts only one regulariser.
   *
   * @param regularizer type name of its regulariser
   */
  public static ComponentType<Td3Config, Algorithm> preset(
      String name, String description, Td3Config values, String regularizer) {
    Consumer<Td3Config> check =
        config -> {
          String chosen = config.regularizer().type().name();
          if (!chosen.equals(regularizer)) {
            throw new SpotInputException(
                "'%s' has the regularizer '%s', not '%s'; other methods are 'spot' (density), 'td3+bc' (behavior-cloning) and 'td3' (none), and 'actor-critic' accepts any regularizer"
                    .formatted(name, regularizer, chosen));
          }
        };
    return new ComponentType<>(Algorithm.class, name, description, values, check, Td3::new);
  }

  @Override
  public LearnerDefinition define(LearningContext context) {
    GraphRegularizer regularizer = config.regularizer().create().define(context);
    Td3Networks networks = Td3Networks.create(config, context);
    List<PhaseDefinition> phases = new ArrayList<>(regularizer.writeTraining(context));
    phases.add(new Td3Program(config, context, networks, regularizer).write());
    LearnerDefinition learner =
        LearnerDefinition.of(phases, PolicyDefinition.mlp(networks.actor()))
            .withQ(GraphFunction.ofPairs(context, "action_value", networks.critic()::q1));
    return regularizer.writeLogDensity(context).map(learner::withDensity).orElse(learner);
  }
}
