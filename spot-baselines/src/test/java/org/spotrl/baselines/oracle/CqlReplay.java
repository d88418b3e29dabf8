package org.spotrl.baselines.oracle;

import java.util.Map;
import java.util.Set;
import org.spotrl.baselines.cql.Cql;
import org.spotrl.baselines.cql.CqlConfig;
import org.spotrl.tensorflow.testing.LearnerReplay;

/** CQL in CORL's form, with and without Lagrange. */
final class CqlReplay implements Replay {

  /** What CORL calls by other names. */
  private static final Map<String, String> OUR_NAMES =
      Map.of(
          "policy_loss", "actor_loss",
          "cql_qf1_diff", "gap_q1",
          "cql_qf2_diff", "gap_q2");

  /** Statistics that CORL logs and no update uses. */
  private static final Set<String> LOGGED_ONLY =
      Set.of(
          "qf1_loss",
          "qf2_loss",
          "average_qf1",
          "average_qf2",
          "average_target_q",
          "cql_std_q1",
          "cql_std_q2",
          "cql_q1_rand",
          "cql_q2_rand",
          "cql_q1_current_actions",
          "cql_q2_current_actions",
          "cql_q1_next_actions",
          "cql_q2_next_actions",
          "cql_min_qf1_loss",
          "cql_min_qf2_loss");

  @Override
  public void run(OracleFile file, Comparison comparison) {
    OracleConfig config = file.config();
    CqlConfig cql = config.complete(() -> cql(config));
    try (LearnerReplay learner = LearnerReplay.of(new Cql(cql), config.shape())) {
      new UpdateReplay(file, learner, comparison)
          .names((phase, name) -> OUR_NAMES.getOrDefault(name, name))
          .ignoring(
              name ->
                  LOGGED_ONLY.contains(name.substring(name.indexOf('/') + 1))
                      || (name.startsWith("policy/alpha_prime") && !cql.lagrange()))
          .run();
    }
  }

  private static CqlConfig cql(OracleConfig config) {
    config.ignoreShape();
    config.requireValue("alpha_multiplier", 1);
    config.requireValue("target_update_period", 1);
    config.requireFlag("cql_importance_sample", true);
    config.requireFlag("use_automatic_entropy_tuning", true);
    config.requireFlag("backup_entropy", false);
    return new CqlConfig(
        config.integer("updates"),
        config.integer("batch_size"),
        config.number("discount"),
        config.number("soft_target_update_rate"),
        config.number("cql_alpha"),
        config.integer("cql_n_actions"),
        config.number("cql_temp"),
        config.flag("cql_lagrange", false),
        config.number("cql_target_action_gap"),
        config.number("cql_clip_diff_min", CqlConfig.DEFAULTS.clipDiffMin()),
        config.number("cql_clip_diff_max", CqlConfig.DEFAULTS.clipDiffMax()),
        config.flag("cql_max_target_backup", false),
        config.number("target_entropy"),
        config.sizes("actor_hidden"),
        config.sizes("critic_hidden"),
        config.integer("bc_steps", 0),
        config.number("policy_lr"),
        config.number("qf_lr"));
  }
}
