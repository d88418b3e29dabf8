package org.spotrl.api.tracking;

/** How a run ended. */
public enum RunStatus {
  /** It did all it was asked to. */
  FINISHED,
  /** It ended with an error. */
  FAILED,
  /** The user stopped it; it can be resumed. */
  KILLED
}
