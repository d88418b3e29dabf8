package org.spotrl.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.diagnostic.RolloutPictures;
import org.spotrl.experiments.run.Environments;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.PolicyEvaluator;
import org.spotrl.experiments.wiring.SpotInjector;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.policy.PolicyArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evaluates the final or best policy of a run. */
@Command(
    name = "eval",
    description = "Evaluates a run's final or best policy in its environment.",
    footer = {"", "Example:", "  spot eval spot-maze2d-umaze-s0 --checkpoint best"})
final class EvalCommand extends BaseCommand {

  @Parameters(
      paramLabel = "RUN",
      description = "Id of the run, its first characters, its name or its folder.")
  private String run = "";

  @Mixin private RunsLocation place = new RunsLocation();

  /** Policies of a run. */
  private enum Kept {
    LAST,
    BEST
  }

  @Option(
      names = "--checkpoint",
      paramLabel = "last|best",
      defaultValue = "last",
      description = {
        "last: the final policy of a finished run (default).",
        "best: the policy with the best score during training."
      })
  private Kept kept = Kept.LAST;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "100",
      description = "Episodes to run (default: ${DEFAULT-VALUE}).")
  private int episodes = 100;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Seed of the start states (default: ${DEFAULT-VALUE}).")
  private long seed = 1000;

  @Option(
      names = "--picture",
      paramLabel = "FILE.png",
      description = "Draws the first episodes: paths in a maze, motion of a robot.")
  private @Nullable Path picture;

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  @Override
  public Integer call() {
    requirePositive("--episodes", episodes);
    if (picture != null) {
      requirePicture(picture);
    }
    RecordedRun recorded = place.find(run);
    LocalRun folder = LocalRun.of(recorded);
    var injector = SpotInjector.create(runtime.mujoco(), runtime.dataDir());
    ExperimentConfig config =
        injector.getInstance(ConfigLoader.class).loadRecorded(folder.config()).config();
    Path place = kept == Kept.BEST ? folder.bestPolicy() : folder.policy();
    PolicyArchive policy = PolicyArchive.read(place);
    String environment = config.dataset().create().environmentId();
    EvaluationResult result =
        new PolicyEvaluator(
                injector.getInstance(Environments.class).suiteOf(environment), environment, 0)
            .evaluate(
                policy.onRawObservations(),
                seed,
                episodes,
                picture == null ? 0 : RolloutPictures.Config.DEFAULTS.episodes());
    out()
        .printf(
            Locale.ROOT,
            "%s in %s, %d episodes: return %.2f +- %.2f, normalised score %.1f, length %.1f, %s%n",
            place.getFileName(),
            environment,
            episodes,
            result.meanReturn(),
            result.stdReturn(),
            result.normalizedScore(),
            result.meanLength(),
            Format.duration(result.seconds()));
    if (picture != null) {
      String ofPolicy = ", " + recorded.name() + (kept == Kept.BEST ? " (best)" : "");
      writePicture(RolloutPictures.draw(result, ofPolicy), picture);
    }
    return 0;
  }
}
