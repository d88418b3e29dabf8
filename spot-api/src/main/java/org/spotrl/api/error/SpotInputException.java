package org.spotrl.api.error;

/** What the user gave is wrong: a file, a setting, a data set, a missing library. Exit code 2. */
public final class SpotInputException extends SpotException {

  private static final long serialVersionUID = 1L;

  /** A fault in the input, with a message that a user can act on. */
  public SpotInputException(String message) {
    super(message);
  }

  /** A fault in the input that another exception brought to light. */
  public SpotInputException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 2;
  }
}
