package org.spotrl.baselines.oracle;

import java.util.List;
import java.util.function.Predicate;

/** Replays the cases of one learner. */
@FunctionalInterface
interface Replay {

  /** Drives the learner that the file's settings name, and compares. */
  void run(OracleFile file, Comparison comparison);

  /**
   * The one that the file's settings and networks call for.
   *
   * @throws AssertionError if there is none, naming what is missing
   */
  static Replay of(OracleFile file) {
    OracleConfig config = file.config();
    return ALL.stream()
        .filter(type -> type.fits().test(file))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "%s: the learner is missing for \"%s\", with the networks %s and the settings %s; there are %s"
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

  /** The types of cases, each known by its own settings. */
  List<CaseType> ALL =
      List.of(
          new CaseType("CVAE bounds", file -> file.has("points"), new BoundsReplay()),
          new CaseType(
              "SPOT",
              file -> isTd3(file) && file.config().has("lambda") && file.config().has("vae"),
              new Td3Replay()),
          new CaseType(
              "TD3+BC",
              file -> isTd3(file) && file.config().has("alpha") && !file.config().has("lambda"),
              new Td3Replay()),
          new CaseType("IQL", file -> file.config().has("expectile"), new IqlReplay()),
          new CaseType(
              "BCQ",
              file -> file.config().has("phi") && file.config().has("target_samples"),
              new BcqReplay()),
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
