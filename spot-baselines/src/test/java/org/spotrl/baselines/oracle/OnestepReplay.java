package org.spotrl.baselines.oracle;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.spotrl.baselines.onestep.Onestep;
import org.spotrl.baselines.onestep.OnestepConfig;
import org.spotrl.tensorflow.testing.LearnerReplay;

/** One-step RL: model of the behaviour, Q of the behaviour, one step by reverse KL. */
final class OnestepReplay implements Replay {

  private static final Map<String, String> OUR_PHASES =
      Map.of("beta", "density", "q", "critic", "pi", "policy");

  /** Only the critic uses the next actions; the entropy of beta is logged and not used. */
  private static final Set<String> UNUSED =
      Set.of(
          "density/next_actions",
          "policy/next_actions",
          "density/log_only_noise",
          "density/logged_entropy");

  @Override
  public void run(OracleFile file, Comparison comparison) {
    OracleConfig config = file.config();
    OnestepConfig onestep = config.complete(() -> onestep(file, config));
    try (LearnerReplay learner = LearnerReplay.of(new Onestep(onestep), config.shape())) {
      new UpdateReplay(file, learner, comparison)
          .phases(phase -> Objects.requireNonNull(OUR_PHASES.get(phase), phase))
          .names(
              (phase, name) -> phase.equals("policy") && name.equals("loss") ? "actor_loss" : name)
          .ignoring(UNUSED::contains)
          .madeLater(name -> name.startsWith("pi/"))
          .run();
    }
  }

  private static OnestepConfig onestep(OracleFile file, OracleConfig config) {
    config.ignoreShape();
    config.requireValue("target_update_period", 2);
    return OnestepConfig.builder()
        .step(OnestepConfig.Step.REVERSE_KL)
        .updates(count(file, "pi"))
        .densityUpdates(count(file, "beta"))
        .criticUpdates(count(file, "q"))
        .batchSize(config.integer("batch_size"))
        .discount(config.number("discount"))
        .tau(config.number("tau"))
        .alpha(config.number("alpha"))
        .samples(config.integer("kl_samples"))
        .policyHidden(config.sizes("policy_hidden"))
        .criticHidden(config.sizes("critic_hidden"))
        .learningRate(config.number("learning_rate_all"))
        .build();
  }

  private static long count(OracleFile file, String phase) {
    return file.steps().stream().filter(s -> s.path("phase").asString("").equals(phase)).count();
  }
}
