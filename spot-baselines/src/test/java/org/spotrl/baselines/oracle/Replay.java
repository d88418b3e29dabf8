package org.spotrl.baselines.oracle;

import java.util.List;
import java.util.function.Predicate;

/** Replays recorded cases of one learner. */
@FunctionalInterface
interface Replay {

  /** Runs the learner of the file and compares its numbers. */
  void run(OracleFile file, Comparison comparison);

  /**
   * Finds the replay for the settings and networks of a file.
   *
   * @throws AssertionError if there is none
   */
  static Replay of(OracleFile file) {
    OracleConfig config = file.config();
    return ALL.stream()
        .filter(type -> type.fits().test(file))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "%s: no replay fits \"%s\", with the networks %s and the settings %s; there are %s"
                        .formatted(
                            file.name(),
                            file.json().path("description").asString(""),
                            file.networks(),
                            config.names(),
                            ALL.stream().map(CaseType::name).toList())))
        .replay();
  }

  /** A type of case. */
  record CaseType(String name, Predicate<OracleFile> fits, Replay replay) {}

  /** All types of cases, in the order in which they are tried. */
  List<CaseType> ALL =
      List.of(
          new CaseType("lambda schedule", file -> file.has("values"), new LambdaScheduleReplay()),
          new CaseType("CVAE bounds", file -> file.has("points"), new BoundsReplay()),
          new CaseType(
              "actor-critic", file -> file.config().has("backbone"), new ActorCriticReplay()),
          new CaseType(
              "SPOT",
              file -> isTd3(file) && file.config().has("lambda") && file.config().has("vae"),
              new ActorCriticReplay()),
          new CaseType(
              "TD3+BC",
              file -> isTd3(file) && file.config().has("alpha") && !file.config().has("lambda"),
              new ActorCriticReplay()),
          new CaseType("IQL", file -> file.config().has("expectile"), new IqlReplay()),
          new CaseType(
              "BCQ",
              file -> file.config().has("phi") && file.config().has("target_samples"),
              new BcqReplay()),
          new CaseType("PLAS", file -> file.config().has("max_latent_action"), new PlasReplay()),
          new CaseType("BEAR", file -> file.config().has("mmd_sigma"), new BearReplay()),
          new CaseType("one-step RL", file -> file.config().has("kl_samples"), new OnestepReplay()),
          new CaseType(
              "Decision Transformer",
              file -> file.config().has("embedding"),
              new DecisionTransformerReplay()),
          new CaseType("CQL", file -> file.config().has("cql_alpha"), new CqlReplay()),
          new CaseType("AWAC", file -> file.config().has("awac_lambda"), new AwacReplay()),
          new CaseType(
              "CVAE training",
              file ->
                  file.config().has("beta")
                      && file.config().has("latent_dim")
                      && !file.config().has("discount"),
              new CvaeReplay()));

  private static boolean isTd3(OracleFile file) {
    return file.config().has("discount") && file.config().has("policy_frequency");
  }
}
