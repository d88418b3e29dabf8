package org.spotrl.api.checkpoint;

import java.util.Optional;

/** Keeps the checkpoints of one run. */
public interface CheckpointStore {

  /**
   * Saves durably before an older checkpoint is let go.
   *
   * @throws org.spotrl.api.error.SpotRunException if it cannot be written; the last good one stays
   */
  void save(Checkpoint checkpoint);

  /**
   * The newest checkpoint that is whole; damaged ones are passed over with a warning as long as a
   * good one is left.
   *
   * @throws org.spotrl.api.error.SpotInputException if there are checkpoints and none is whole
   */
  Optional<Checkpoint> latest();
}
