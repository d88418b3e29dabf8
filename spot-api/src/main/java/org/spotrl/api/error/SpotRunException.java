package org.spotrl.api.error;

/** A run with valid input failed: divergence, a full disk, a lost server. Exit code 1. */
public sealed class SpotRunException extends SpotException permits SpotDivergenceException {

  private static final long serialVersionUID = 1L;

  /** A failed run with a message for the user. */
  public SpotRunException(String message) {
    super(message);
  }

  /** A failed run with a message for the user and its cause. */
  public SpotRunException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 1;
  }
}
