package org.spotrl.mlflow.format;

import org.spotrl.api.tracking.RunStatus;

/** Where a recorded run stands, with the number that MLflow's files hold for it. */
public enum RunState {
  /** It goes on, or it was cut off without a word. */
  RUNNING(1),
  /** It has not started yet. */
  SCHEDULED(2),
  /** It did all it was asked to. */
  FINISHED(3),
  /** It could not go on. */
  FAILED(4),
  /** The user stopped it. */
  KILLED(5);

  private final int code;

  RunState(int code) {
    this.code = code;
  }

  /** The number in {@code meta.yaml}. */
  public int code() {
    return code;
  }

  /** The state that a run ends in. */
  public static RunState of(RunStatus status) {
    return switch (status) {
      case FINISHED -> FINISHED;
      case FAILED -> FAILED;
      case KILLED -> KILLED;
    };
  }

  /** The state with this number, {@code RUNNING} for one that no MLflow has written so far. */
  public static RunState ofCode(long code) {
    for (RunState state : values()) {
      if (state.code == code) {
        return state;
      }
    }
    return RUNNING;
  }
}
