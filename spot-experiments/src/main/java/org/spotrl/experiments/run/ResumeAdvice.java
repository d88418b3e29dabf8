package org.spotrl.experiments.run;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.checkpoint.CheckpointFolder;

/** Messages with the command that resumes a run. */
final class ResumeAdvice {

  private ResumeAdvice() {}

  /** For a failed run. */
  static String afterFailure(LocalRun run) {
    OptionalLong saved = CheckpointFolder.latestUpdates(run.checkpoints());
    return saved.isPresent()
        ? "what is recorded is kept. Remove the cause, then resume from the checkpoint after %d updates with: %s"
            .formatted(saved.getAsLong(), resume(run))
        : "it has no checkpoint yet. Remove the cause, then start it again with: " + resume(run);
  }

  /**
   * For a run that diverged: its last checkpoint, which is always one before the divergence, and
   * how to continue from it with other settings.
   */
  static String afterDivergence(LocalRun run) {
    Optional<Checkpoint> last;
    try {
      last = new CheckpointFolder(run.checkpoints(), 1).latest();
    } catch (SpotInputException damaged) {
      return "there is no checkpoint to continue from: " + damaged.getMessage();
    }
    if (last.isEmpty()) {
      return "no checkpoint was saved before; a smaller checkpoint.every_updates saves earlier ones";
    }
    Checkpoint saved = last.get();
    OptionalDouble score = RunCheckpoints.score(saved);
    return """
        the last checkpoint before is %s, after %s updates, %s
        to continue from it with other settings: %s --set SETTING=VALUE"""
        .formatted(
            run.checkpoints().resolve(CheckpointFolder.name(saved)),
            saved.progress(),
            score.isPresent()
                ? String.format(Locale.ROOT, "normalized_score %.1f", score.getAsDouble())
                : "not evaluated",
            SpotCommand.line("run", "--from", run.handle()));
  }

  /** For a run that continues after a minor failure. */
  static String shouldItEnd(LocalRun run) {
    return "if the run ends, resume it with: " + resume(run);
  }

  private static String resume(LocalRun run) {
    return SpotCommand.line("resume", run.handle());
  }
}
