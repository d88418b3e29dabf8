package org.spotrl.experiments.diagnostic;

import java.util.Locale;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.component.Setting;
import org.spotrl.api.diagnostic.Diagnostic;
import org.spotrl.api.diagnostic.DiagnosticMoment;
import org.spotrl.api.env.EpisodeView;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.env.Rollouts;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.tracking.TrackedRun;

/**
 * Pictures of what the policy does in an evaluation: the paths of its first episodes through a
 * maze, or height, speed and joint angles of its first episode.
 */
public final class RolloutPictures implements Diagnostic {

  /** The type named {@code rollouts}. */
  public static final ComponentType<Config, Diagnostic> TYPE =
      new ComponentType<>(
          Diagnostic.class,
          "rollouts",
          "A picture of the first episodes of each evaluation.",
          Config.DEFAULTS,
          RolloutPictures::new);

  /** The series of the pictures. */
  static final String SERIES = "eval/rollouts";

  private final int episodes;

  private RolloutPictures(Config config) {
    episodes = config.episodes();
  }

  /** Settings of the pictures. */
  public record Config(
      @Setting(
              value =
                  "Episodes whose paths are drawn in a maze; other environments show the first"
                      + " episode over time.",
              min = 1,
              max = 100)
          int episodes) {

    /** Eight episodes. */
    public static final Config DEFAULTS = new Config(8);
  }

  @Override
  public int rollouts() {
    return episodes;
  }

  @Override
  public void record(DiagnosticMoment moment, Learner learner, TrackedRun run) {
    if (moment.evaluation().isPresent() && Pen.draws()) {
      String title = String.format(Locale.ROOT, " after %,d updates", moment.updates());
      run.image(SERIES, moment.updates(), draw(moment.evaluation().get(), title, episodes));
    }
  }

  /**
   * Draws the kept episodes of an evaluation.
   *
   * @param ofPolicy end of the title, which names the policy
   * @return the picture in the PNG format
   * @throws SpotInputException if this Java cannot draw text; the message has the remedy
   */
  public static byte[] draw(EvaluationResult result, String ofPolicy) {
    Pen.requireText();
    return draw(result, ofPolicy, Integer.MAX_VALUE);
  }

  /** Other diagnostics may have asked for more episodes. */
  private static byte[] draw(EvaluationResult result, String ofPolicy, int episodes) {
    Rollouts kept = result.rollouts().orElseThrow();
    int shown = Math.min(episodes, kept.observations().size());
    Rollouts rollouts =
        new Rollouts(kept.environment(), kept.view(), kept.observations().subList(0, shown));
    String title = "%s: %s%s".formatted(kept.environment().id(), score(result), ofPolicy);
    if (kept.view() instanceof EpisodeView.OverMap map) {
      return new PathPicture(rollouts, map).draw(title, paths(result, shown));
    }
    return MotionPicture.draw(
        rollouts, (EpisodeView.OverTime) kept.view(), title, firstEpisode(result));
  }

  private static String score(EvaluationResult result) {
    double score = result.normalizedScore();
    return Double.isNaN(score)
        ? "return " + Pen.number(result.meanReturn(), 1)
        : "score " + Pen.number(score, 1);
  }

  private static String paths(EvaluationResult result, int shown) {
    int all = result.returns().size();
    return String.format(
        Locale.ROOT,
        "%s%d episodes; return %s \u00b1 %s",
        shown < all ? "first " + shown + " of " : "",
        all,
        Pen.number(result.meanReturn(), 1),
        Pen.number(result.stdReturn(), 1));
  }

  private static String firstEpisode(EvaluationResult result) {
    return String.format(
        Locale.ROOT,
        "first of %d episodes: return %s in %,d steps",
        result.returns().size(),
        Pen.number(result.returns().get(0), 1),
        result.lengths().get(0));
  }
}
