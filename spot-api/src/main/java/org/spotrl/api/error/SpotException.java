package org.spotrl.api.error;

/**
 * A failure with a message for the user: what is wrong, where, the value, what is allowed and what
 * to do.
 */
public abstract sealed class SpotException extends RuntimeException
    permits SpotInputException, SpotRunException, SpotStoppedException {

  private static final long serialVersionUID = 1L;

  SpotException(String message) {
    super(message);
  }

  SpotException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The exit code of the command line for this failure. */
  public abstract int exitCode();
}
