package org.spotrl.experiments.run;

import java.util.OptionalLong;
import org.spotrl.api.SpotCommand;
import org.spotrl.experiments.checkpoint.CheckpointFolder;

/** What a user types to resume a run, for messages. */
final class ResumeAdvice {

  private ResumeAdvice() {}

  /** For a run that has failed. */
  static String afterFailure(LocalRun run) {
    OptionalLong saved = CheckpointFolder.latestUpdates(run.checkpoints());
    return saved.isPresent()
        ? "nothing recorded is lost: after removing the cause, resume from the checkpoint after %d updates with: %s"
            .formatted(saved.getAsLong(), resume(run))
        : "no checkpoint of it is saved yet: after removing the cause, start it again with: "
            + resume(run);
  }

  /** For a run that continues although something beside it has failed. */
  static String shouldItEnd(LocalRun run) {
    return "if that ends the run, resume it with: " + resume(run);
  }

  private static String resume(LocalRun run) {
    return SpotCommand.line("resume", run.handle());
  }
}
