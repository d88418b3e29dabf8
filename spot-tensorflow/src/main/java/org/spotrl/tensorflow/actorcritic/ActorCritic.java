package org.spotrl.tensorflow.actorcritic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.tensorflow.learner.GraphAlgorithm;
import org.spotrl.tensorflow.learner.GraphFunction;
import org.spotrl.tensorflow.learner.LearnerDefinition;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.regularizer.DensityRegularizer;
import org.spotrl.tensorflow.regularizer.GraphRegularizer;
import org.spotrl.tensorflow.regularizer.NoRegularizer;

/**
 * An actor-critic with a policy regulariser. The backbone is TD3 (Fujimoto et al. 2018) or SAC
 * (Haarnoja et al. 2018). TD3 with the density regulariser is SPOT (Wu et al. 2022), with behaviour
 * cloning TD3+BC.
 *
 * <p>The named methods are presets of one configuration record with their authors' values. A preset
 * accepts only what belongs to its method, so it cannot be half set; {@code actor-critic} accepts
 * any composition.
 */
public final class ActorCritic implements GraphAlgorithm {

  private static final String OTHERS =
      "; other methods are 'spot' (density), 'td3+bc' (behavior-cloning), 'td3' (none) and 'sac' (none, on SAC); 'spot' accepts both backbones, and 'actor-critic' accepts any regularizer on any backbone";

  /** The type named {@code actor-critic}: any composition; labelled as TD3 with normalised Q. */
  public static final ComponentType<ActorCriticConfig, Algorithm> TYPE =
      new ComponentType<ActorCriticConfig, Algorithm>(
              Algorithm.class,
              "actor-critic",
              "An actor-critic with a backbone and a regulariser of your choice; the other values are TD3's, with Q normalised.",
              ActorCriticConfig.DEFAULTS,
              config -> refuse(unused(config, ActorCriticConfig.DEFAULTS)),
              ActorCritic::new)
          .labelled(config -> "td3-q-norm");

  /** The type named {@code spot}: SPOT with the authors' values for the Gym tasks. */
  public static final ComponentType<ActorCriticConfig, Algorithm> SPOT =
      preset(
          "spot",
          "Supported Policy Optimization (Wu et al. 2022).",
          ActorCriticConfig.SPOT,
          DensityRegularizer.TYPE.name(),
          Set.of(Backbone.values()));

  /** The type named {@code td3}: TD3 without a regulariser. */
  public static final ComponentType<ActorCriticConfig, Algorithm> TD3 =
      preset(
          "td3",
          "TD3 without a regulariser (Fujimoto et al. 2018).",
          ActorCriticConfig.TD3,
          NoRegularizer.TYPE.name(),
          Set.of(Backbone.TD3));

  /** The type named {@code sac}: SAC without a regulariser. */
  public static final ComponentType<ActorCriticConfig, Algorithm> SAC =
      preset(
          "sac",
          "Soft actor-critic without a regulariser (Haarnoja et al. 2018).",
          ActorCriticConfig.SAC,
          NoRegularizer.TYPE.name(),
          Set.of(Backbone.SAC));

  private final ActorCriticConfig config;

  /** An actor-critic with these settings. */
  public ActorCritic(ActorCriticConfig config) {
    this.config = config;
  }

  /**
   * A preset of the configuration that accepts only one regulariser.
   *
   * @param regularizer type name of its regulariser
   * @param backbones the backbones that it accepts
   */
  public static ComponentType<ActorCriticConfig, Algorithm> preset(
      String name,
      String description,
      ActorCriticConfig values,
      String regularizer,
      Set<Backbone> backbones) {
    return new ComponentType<>(
        Algorithm.class,
        name,
        description,
        values,
        config -> {
          List<String> problems = new ArrayList<>();
          String chosen = config.regularizer().type().name();
          if (!chosen.equals(regularizer)) {
            problems.add(
                "'%s' has the regularizer '%s', not '%s'".formatted(name, regularizer, chosen)
                    + OTHERS);
          }
          if (!backbones.contains(config.backbone())) {
            problems.add(
                "'%s' has the backbone '%s', not '%s'"
                        .formatted(name, word(values.backbone()), word(config.backbone()))
                    + OTHERS);
          }
          problems.addAll(unused(config, values));
          refuse(problems);
        },
        ActorCritic::new);
  }

  /** The settings that differ from their defaults, although the backbone does not use them. */
  private static List<String> unused(ActorCriticConfig config, ActorCriticConfig defaults) {
    Set<String> names = new TreeSet<>();
    if (config.backbone() == Backbone.TD3) {
      addIf(config.targetEntropy() != defaults.targetEntropy(), "target_entropy", names);
    } else {
      addIf(config.policyNoise() != defaults.policyNoise(), "policy_noise", names);
      addIf(config.noiseClip() != defaults.noiseClip(), "noise_clip", names);
      addIf(config.policyFrequency() != defaults.policyFrequency(), "policy_frequency", names);
    }
    return names.stream()
        .map(
            name ->
                "'%s' has no effect with the backbone '%s': leave it out"
                    .formatted(name, word(config.backbone())))
        .toList();
  }

  private static void addIf(boolean condition, String name, Set<String> names) {
    if (condition) {
      names.add(name);
    }
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new SpotInputException(String.join("; ", problems));
    }
  }

  private static String word(Backbone backbone) {
    return backbone.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public LearnerDefinition define(LearningContext context) {
    GraphRegularizer regularizer = config.regularizer().create().define(context);
    Networks networks = Networks.create(config, context);
    GraphBackbone backbone =
        switch (config.backbone()) {
          case TD3 -> new Td3Backbone(config, context, networks);
          case SAC -> SacBackbone.create(config, context, networks);
        };
    List<PhaseDefinition> phases = new ArrayList<>(regularizer.writeTraining(context));
    phases.add(new ActorCriticProgram(config, context, networks, backbone, regularizer).write());
    LearnerDefinition learner =
        LearnerDefinition.of(phases, backbone.policy())
            .withQ(
                GraphFunction.ofPairs(
                    context,
                    "action_value",
                    (states, actions) -> backbone.q(networks.critic(), states, actions)));
    return regularizer.writeLogDensity(context).map(learner::withDensity).orElse(learner);
  }
}
