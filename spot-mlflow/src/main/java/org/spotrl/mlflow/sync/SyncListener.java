package org.spotrl.mlflow.sync;

/** Hears what a sync does while it passes. */
interface SyncListener {

  /** Bytes of the run's files are done with: sent now, or there already. */
  default void done(long bytes) {}

  /** The server keeps something otherwise than the folder, for example a text cut short. */
  void note(String line);
}
