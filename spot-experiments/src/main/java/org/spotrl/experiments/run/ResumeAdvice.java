package org.spotrl.experiments.run;

import java.util.OptionalLong;
import org.spotrl.api.SpotCommand;
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

  /** For a run that continues after a minor failure. */
  static String shouldItEnd(LocalRun run) {
    return "if the run ends, resume it with: " + resume(run);
  }

  private static String resume(LocalRun run) {
    return SpotCommand.line("resume", run.handle());
  }
}
