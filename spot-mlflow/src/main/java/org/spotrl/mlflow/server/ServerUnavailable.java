package org.spotrl.mlflow.server;

/**
 * The server could not be reached, did not answer in time, or is overloaded; the same call may
 * succeed later.
 *
 * <p>The server may have executed the call: perhaps only the response was lost.
 */
public final class ServerUnavailable extends ServerException {

  private static final long serialVersionUID = 1L;

  private final boolean broken;

  /** Creates a temporary failure; the message must not contain credentials. */
  public ServerUnavailable(String message) {
    this(message, false);
  }

  ServerUnavailable(String message, boolean broken) {
    super(message);
    this.broken = broken;
  }

  /** Whether an established connection broke before the response. */
  boolean isBroken() {
    return broken;
  }
}
