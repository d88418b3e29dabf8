package org.spotrl.api.tracking;

/** How a run ended. */
public enum RunStatus {
  /** It completed. */
  FINISHED,
  /** It ended with an error. */
  FAILED,
  /** The user stopped it; it can be resumed. */
  KILLED
}
