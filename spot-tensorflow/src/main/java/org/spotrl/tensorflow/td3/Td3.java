package org.spotrl.tensorflow.td3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.tensorflow.learner.DensityProbe;
import org.spotrl.tensorflow.learner.GraphAlgorithm;
import org.spotrl.tensorflow.learner.LearnerDefinition;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PairProbe;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.regularizer.ActorRegularization;

/**
 * Twin delayed deep deterministic policy gradient (Fujimoto et al. 2018) with a policy regulariser:
 * with the density regulariser it is SPOT (Wu et al. 2022), with behaviour cloning TD3+BC.
 */
public final class Td3 implements GraphAlgorithm {

  /** The kind named {@code td3}. */
  public static final ComponentType<Td3Config, Algorithm> TYPE =
      new ComponentType<>(
          Algorithm.class,
          "td3",
          "TD3 with a policy regulariser; SPOT by default.",
          Td3Config.DEFAULTS,
          Td3::new);

  private static final int ANALYSIS_ROWS = 256;

  private final Td3Config config;

  /** TD3 with these settings. */
  public Td3(Td3Config config) {
    this.config = config;
  }

  @Override
  public LearnerDefinition define(LearningContext context) {
    ActorRegularization regularization = config.regularizer().create().define(context);
    Td3Networks networks = Td3Networks.create(config, context);
    List<PhaseDefinition> phases = new ArrayList<>(regularization.writeTraining(context));
    phases.add(new Td3Program(config, context, networks, regularization).write());
    Optional<DensityProbe> density = regularization.writeAnalysis(context);
    PairProbe actionValue =
        PairProbe.write(context, "action_value", ANALYSIS_ROWS, networks.critic()::q1);
    return new LearnerDefinition(phases, networks.actor(), density, Optional.of(actionValue));
  }
}
