package org.spotrl.mlflow.folder;

import java.io.IOException;

/**
 * Thrown if a file of a tracking folder has invalid content; the message names the file and the
 * fault.
 */
final class DamagedFileException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedFileException(String message) {
    super(message);
  }
}
