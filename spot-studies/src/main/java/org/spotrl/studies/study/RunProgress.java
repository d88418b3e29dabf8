package org.spotrl.studies.study;

import org.jspecify.annotations.Nullable;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.RecordedRun;

/** How far a run of a study is. */
public enum RunProgress {
  /** It has not started. */
  PENDING,
  /** A process trains it. */
  RUNNING,
  /** It was stopped or its process was killed; it resumes from its checkpoint. */
  STOPPED,
  /** It has its results. */
  FINISHED,
  /** It ended with an error. */
  FAILED;

  /** The progress of a recorded run; pending if there is none. */
  public static RunProgress of(@Nullable RunView run) {
    if (run == null) {
      return PENDING;
    }
    return switch (run.state()) {
      case FINISHED -> FINISHED;
      case FAILED -> FAILED;
      case KILLED -> STOPPED;
      case RUNNING, SCHEDULED ->
          run instanceof RecordedRun local && !new LocalRun(local.artifacts()).isLocked()
              ? STOPPED
              : RUNNING;
    };
  }
}
