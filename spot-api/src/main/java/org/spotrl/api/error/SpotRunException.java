package org.spotrl.api.error;

/**
 * A run failed although its input was accepted: divergence, a full disk, a lost server. Exit code
 * 1.
 */
public final class SpotRunException extends SpotException {

  private static final long serialVersionUID = 1L;

  /** A failure of a run, with a message that a user can act on. */
  public SpotRunException(String message) {
    super(message);
  }

  /** A failure of a run that another exception caused. */
  public SpotRunException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 1;
  }
}
