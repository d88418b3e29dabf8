package org.spotrl.baselines.oracle;

import java.util.List;
import java.util.function.Predicate;

/** A way to replay the cases of one kind of learner. */
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
        .filter(kind -> kind.fits().test(file))
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
                            ALL.stream().map(Kind::name).toList())))
        .replay();
  }

  /** What is known of a kind of case. */
  record Kind(String name, Predicate<OracleFile> fits, Replay replay) {}

  /** The kinds of cases, each known by its own settings. */
  List<Kind> ALL =
      List.of(
          new Kind("CVAE bounds", file -> file.has("points"), new BoundsReplay()),
          new Kind(
              "SPOT",
              file -> isTd3(file) && file.config().has("lambda") && file.config().has("vae"),
              new Td3Replay()),
          new Kind(
              "TD3+BC",
              file -> isTd3(file) && file.config().has("alpha") && !file.config().has("lambda"),
              new Td3Replay()),
          new Kind(
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
