package org.spotrl.api.error;

/** The user asked to stop, and the work that was under way has ended early. Exit code 1. */
public final class SpotStoppedException extends SpotException {

  private static final long serialVersionUID = 1L;

  /** The end of work that the user stopped. */
  public SpotStoppedException() {
    super("stopped");
  }

  @Override
  public int exitCode() {
    return 1;
  }
}
