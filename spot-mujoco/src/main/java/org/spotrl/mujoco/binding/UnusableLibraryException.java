package org.spotrl.mujoco.binding;

/** A library that cannot serve as libmujoco; the message says why and what would. */
public final class UnusableLibraryException extends Exception {

  private static final long serialVersionUID = 1L;

  /** A reason without another exception behind it. */
  public UnusableLibraryException(String message) {
    super(message);
  }

  /** A reason that another exception brought to light. */
  public UnusableLibraryException(String message, Throwable cause) {
    super(message, cause);
  }
}
