package org.spotrl.experiments.run;

import org.jspecify.annotations.Nullable;
import org.spotrl.api.error.SpotStoppedException;
import org.spotrl.api.progress.ProgressListener;

/** A request to stop a run, made by Ctrl-C or a scheduler. Every long loop of a run checks it. */
public final class StopSignal {

  /** What the run does if it is stopped now. */
  public enum Outcome {
    /** The run has not begun. */
    NOTHING_TO_SAVE(
        false,
        "nothing to save yet: the data is being prepared",
        "this command has recorded nothing"),

    /** The run trains, evaluates or records the results of its training. */
    CHECKPOINT(
        true,
        "the run saves a checkpoint first",
        "this checkpoint is not saved; 'spot resume' continues from the last complete one, or from"
            + " the start if there is none"),

    /** The training is complete. */
    RESULTS(
        true,
        "the training is complete: the run records its results first",
        "not all results are recorded; 'spot resume' continues from the last checkpoint and records"
            + " them");

    private final boolean saves;
    private final String text;
    private final String ifEndedAtOnce;

    Outcome(boolean saves, String text, String ifEndedAtOnce) {
      this.saves = saves;
      this.text = text;
      this.ifEndedAtOnce = ifEndedAtOnce;
    }

    /** True if the run needs some time before the process may end. */
    public boolean saves() {
      return saves;
    }

    /** What the run does, for the user. */
    public String text() {
      return text;
    }

    /** What is kept if the process ends before the run has done that, for the user. */
    public String ifEndedAtOnce() {
      return ifEndedAtOnce;
    }
  }

  private final @Nullable StopSignal other;
  private boolean requested;
  private Outcome outcome = Outcome.NOTHING_TO_SAVE;

  /** An independent signal. */
  public StopSignal() {
    this.other = null;
  }

  /** A signal that is also raised by another one, but not the reverse. */
  public StopSignal(StopSignal other) {
    this.other = other;
  }

  /** Asks the run to stop, and returns what the run does then. */
  public synchronized Outcome request() {
    requested = true;
    return outcome;
  }

  /** True after a stop was requested. */
  public synchronized boolean isRequested() {
    return requested || (other != null && other.isRequested());
  }

  /**
   * Ends the caller's work if a stop was requested.
   *
   * @throws SpotStoppedException then
   */
  public void check() {
    if (isRequested()) {
      throw new SpotStoppedException();
    }
  }

  /** A listener that forwards reports, and ends the reporting work if a stop was requested. */
  public ProgressListener ending(ProgressListener listener) {
    return (activity, done, total, figures) -> {
      check();
      listener.report(activity, done, total, figures);
    };
  }

  /**
   * Sets what the run does if it is stopped from now on.
   *
   * @throws SpotStoppedException if a stop was requested before the run has something to save
   */
  synchronized void enter(Outcome next) {
    if (isRequested() && !(outcome.saves() && next.saves())) {
      throw new SpotStoppedException();
    }
    outcome = next;
    if (other != null) {
      other.enter(next);
    }
  }
}
