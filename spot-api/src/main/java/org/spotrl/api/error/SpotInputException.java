package org.spotrl.api.error;

/** The input is wrong: a file, a setting, a data set, or a missing library. Exit code 2. */
public final class SpotInputException extends SpotException {

  private static final long serialVersionUID = 1L;

  /** An input error with a message for the user. */
  public SpotInputException(String message) {
    super(message);
  }

  /** An input error with a message for the user and its cause. */
  public SpotInputException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 2;
  }
}
