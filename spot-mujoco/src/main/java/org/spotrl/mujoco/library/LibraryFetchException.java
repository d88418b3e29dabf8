package org.spotrl.mujoco.library;

/** The library could not be fetched; the message says why, with the remedy. */
final class LibraryFetchException extends Exception {

  private static final long serialVersionUID = 1L;

  LibraryFetchException(String message) {
    super(message);
  }

  LibraryFetchException(String message, Throwable cause) {
    super(message, cause);
  }
}
