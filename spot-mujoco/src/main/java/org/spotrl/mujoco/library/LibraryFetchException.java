package org.spotrl.mujoco.library;

/** The download of the library failed; the message has the reason and the remedy. */
final class LibraryFetchException extends Exception {

  private static final long serialVersionUID = 1L;

  LibraryFetchException(String message) {
    super(message);
  }

  LibraryFetchException(String message, Throwable cause) {
    super(message, cause);
  }
}
