package org.spotrl.mlflow.server;

/** A failed call of a tracking server; the message contains no credentials. */
public abstract sealed class ServerException extends RuntimeException
    permits ServerUnavailable, ServerRefused {

  private static final long serialVersionUID = 1L;

  ServerException(String message) {
    super(message);
  }
}
