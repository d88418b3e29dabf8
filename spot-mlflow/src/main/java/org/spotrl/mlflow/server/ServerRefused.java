package org.spotrl.mlflow.server;

/** The server answered that it will not do this; making the same call again will not help. */
public final class ServerRefused extends ServerException {

  /** {@link #code()} of what is not there, for example a run that was deleted for good. */
  public static final String ABSENT = "RESOURCE_DOES_NOT_EXIST";

  /** {@link #code()} of a name that is taken. */
  public static final String EXISTS = "RESOURCE_ALREADY_EXISTS";

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * A refusal; the message must have no credentials.
   *
   * @param status HTTP status of the answer, 0 if this side refused before a call
   * @param code MLflow's error code, for example {@code INVALID_PARAMETER_VALUE}; empty if the
   *     answer gave none
   */
  public ServerRefused(String message, int status, String code) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** A refusal on this side, before a call. */
  ServerRefused(String message) {
    this(message, 0, "");
  }

  /** HTTP status of the answer, 0 if this side refused before a call. */
  public int status() {
    return status;
  }

  /** MLflow's error code; empty if the answer gave none. */
  public String code() {
    return code;
  }

  /** Whether the answer leads to another address. */
  boolean isRedirect() {
    return status / 100 == 3;
  }

  /** Whether the credentials were not accepted, so that no call will be. */
  public boolean isUnauthorized() {
    return status == 401;
  }

  /** Whether the credentials were accepted, but may not do this. */
  public boolean isForbidden() {
    return status == 403;
  }

  /** Whether what the call named is not there. */
  public boolean isAbsent() {
    return status == 404 || code.equals(ABSENT);
  }
}
