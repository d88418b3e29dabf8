package org.spotrl.mujoco.binding;

/** A file that cannot be used as libmujoco; the message has the reason. */
public final class UnusableLibraryException extends Exception {

  private static final long serialVersionUID = 1L;

  /** A reason without a cause. */
  public UnusableLibraryException(String message) {
    super(message);
  }

  /** A reason with its cause. */
  public UnusableLibraryException(String message, Throwable cause) {
    super(message, cause);
  }
}
