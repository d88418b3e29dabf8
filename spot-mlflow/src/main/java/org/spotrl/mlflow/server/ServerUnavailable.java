package org.spotrl.mlflow.server;

/**
 * The server could not be reached, did not answer in time, or asked to come back later; the same
 * call may succeed when it is made again.
 *
 * <p>What the call asked for may have been done nevertheless: the answer can be what was lost.
 */
public final class ServerUnavailable extends ServerException {

  private static final long serialVersionUID = 1L;

  private final boolean broken;

  /** A failure that may pass; the message must have no credentials. */
  public ServerUnavailable(String message) {
    this(message, false);
  }

  ServerUnavailable(String message, boolean broken) {
    super(message);
    this.broken = broken;
  }

  /** Whether there was a connection, which broke before the answer. */
  boolean isBroken() {
    return broken;
  }
}
