package org.spotrl.mlflow.server;

/** The server rejected a call; repeating it does not help. */
public final class ServerRefused extends ServerException {

  /**
   * {@link #code()} for something that does not exist, for example a run that was permanently
   * deleted.
   */
  public static final String ABSENT = "RESOURCE_DOES_NOT_EXIST";

  /** {@link #code()} for a name that is taken. */
  public static final String EXISTS = "RESOURCE_ALREADY_EXISTS";

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * Creates a refusal; the message must not contain credentials.
   *
   * @param status HTTP status of the response, 0 if spot refused before a call
   * @param code MLflow's error code, for example {@code INVALID_PARAMETER_VALUE}; empty if none
   */
  public ServerRefused(String message, int status, String code) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** Creates a refusal by spot before a call. */
  ServerRefused(String message) {
    this(message, 0, "");
  }

  /** HTTP status of the response, 0 if spot refused before a call. */
  public int status() {
    return status;
  }

  /** MLflow's error code; empty if none. */
  public String code() {
    return code;
  }

  /** Whether the response is a redirect. */
  boolean isRedirect() {
    return status / 100 == 3;
  }

  /** Whether the credentials were rejected. */
  public boolean isUnauthorized() {
    return status == 401;
  }

  /** Whether the user lacks the permission. */
  public boolean isForbidden() {
    return status == 403;
  }

  /** Whether the run, experiment or file does not exist. */
  public boolean isAbsent() {
    return status == 404 || code.equals(ABSENT);
  }
}
