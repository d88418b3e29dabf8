package org.spotrl.experiments.run;

import java.util.OptionalLong;
import org.spotrl.api.SpotCommand;
import org.spotrl.experiments.checkpoint.CheckpointFolder;

/** What a user types to go on with a run, in words. */
final class WayOn {

  private WayOn() {}

  /** For a run that has failed. */
  static String afterFailure(LocalRun run) {
    OptionalLong saved = CheckpointFolder.latestUpdates(run.checkpoints());
    return saved.isPresent()
        ? "nothing recorded is lost: once the cause is mended, go on from the checkpoint after %d updates with: %s"
            .formatted(saved.getAsLong(), resume(run))
        : "no checkpoint of it is saved yet: once the cause is mended, begin it again with: "
            + resume(run);
  }

  /** For a run that goes on although something at its side has failed. */
  static String shouldItEnd(LocalRun run) {
    return "should that end the run, go on with: " + resume(run);
  }

  private static String resume(LocalRun run) {
    return SpotCommand.line("resume", run.handle());
  }
}
