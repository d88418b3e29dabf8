package org.spotrl.mlflow.server;

/** A call of a tracking server that did not give what was asked; its message has no credentials. */
public abstract sealed class ServerException extends RuntimeException
    permits ServerUnavailable, ServerRefused {

  private static final long serialVersionUID = 1L;

  ServerException(String message) {
    super(message);
  }
}
