package org.spotrl.api.checkpoint;

import java.util.Optional;

/** Stores the checkpoints of one run. */
public interface CheckpointStore {

  /**
   * Saves a checkpoint; older ones are removed only after it is on disk.
   *
   * @throws org.spotrl.api.error.SpotRunException if it cannot be written; the last good checkpoint
   *     stays
   */
  void save(Checkpoint checkpoint);

  /**
   * The newest complete checkpoint. Damaged ones are skipped with a warning.
   *
   * @throws org.spotrl.api.error.SpotInputException if there are checkpoints but all are damaged
   */
  Optional<Checkpoint> latest();
}
