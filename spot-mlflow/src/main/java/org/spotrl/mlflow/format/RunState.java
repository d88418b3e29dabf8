package org.spotrl.mlflow.format;

import java.util.stream.Stream;
import org.spotrl.api.tracking.RunStatus;

/** The state of a recorded run, with its number in MLflow's files. */
public enum RunState {
  /** The run is active, or its process was killed. */
  RUNNING(1),
  /** The run has not started yet. */
  SCHEDULED(2),
  /** The run ended normally. */
  FINISHED(3),
  /** The run ended with an error. */
  FAILED(4),
  /** The user stopped the run. */
  KILLED(5);

  private final int code;

  RunState(int code) {
    this.code = code;
  }

  /** The number in {@code meta.yaml}. */
  public int code() {
    return code;
  }

  public static RunState of(RunStatus status) {
    return valueOf(status.name());
  }

  /** The state with this number, {@code RUNNING} for an unknown one. */
  public static RunState ofCode(long code) {
    return Stream.of(values()).filter(s -> s.code == code).findFirst().orElse(RUNNING);
  }

  /** The state with this name, {@code RUNNING} for an unknown one. */
  public static RunState ofName(String name) {
    return Stream.of(values()).filter(s -> s.name().equals(name)).findFirst().orElse(RUNNING);
  }
}
