package org.spotrl.experiments.run;

import org.jspecify.annotations.Nullable;
import org.spotrl.api.error.SpotStoppedException;
import org.spotrl.api.progress.ProgressListener;

/**
 * A request to stop, made by Ctrl-C or a scheduler and heard by every long loop of a run; and what
 * a run would do if it were asked now.
 */
public final class StopSignal {

  /** What a stop leads to. */
  public enum Outcome {
    /** The run has not begun. */
    NOTHING_TO_SAVE("nothing to save yet: the data is being prepared", false),
    /** The run trains, evaluates or records what it has learnt. */
    CHECKPOINT("the run saves a checkpoint first", true),
    /** The training is complete. */
    RESULTS("the training is complete: the run records its results first", true);

    private final String text;
    private final boolean saves;

    Outcome(String text, boolean saves) {
      this.text = text;
      this.saves = saves;
    }

    /** A sentence for the user. */
    public String text() {
      return text;
    }

    /** True if the run needs some time before the process may end. */
    public boolean saves() {
      return saves;
    }
  }

  private final @Nullable StopSignal other;
  private boolean requested;
  private Outcome outcome = Outcome.NOTHING_TO_SAVE;

  /** A signal of its own. */
  public StopSignal() {
    this.other = null;
  }

  /** A signal that is also raised when another one is, but does not raise that. */
  public StopSignal(StopSignal other) {
    this.other = other;
  }

  /** Asks the run to stop, and returns what it does now. */
  public synchronized Outcome request() {
    requested = true;
    return outcome;
  }

  /** True once a stop was asked for. */
  public synchronized boolean isRequested() {
    return requested || (other != null && other.isRequested());
  }

  /**
   * Ends the work that calls it if a stop was asked for.
   *
   * @throws SpotStoppedException then
   */
  public void check() {
    if (isRequested()) {
      throw new SpotStoppedException();
    }
  }

  /** A listener that passes reports on, and ends the work that reports if a stop was asked for. */
  public ProgressListener ending(ProgressListener listener) {
    return (activity, done, total, figures) -> {
      check();
      listener.report(activity, done, total, figures);
    };
  }

  /**
   * Says what a stop leads to from now on.
   *
   * @throws SpotStoppedException if one was asked for, and the run has not begun or would begin now
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
