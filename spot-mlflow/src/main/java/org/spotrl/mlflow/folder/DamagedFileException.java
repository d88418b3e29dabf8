package org.spotrl.mlflow.folder;

import java.io.IOException;

/** A file of a tracking folder has not what it must have; the message names it and says what. */
final class DamagedFileException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedFileException(String message) {
    super(message);
  }
}
