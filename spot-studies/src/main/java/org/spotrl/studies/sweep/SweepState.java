package org.spotrl.studies.sweep;

import java.util.List;
import java.util.OptionalDouble;
import org.spotrl.studies.study.RunProgress;
import org.spotrl.studies.study.StudyPlan;

/**
 * How far a study is at one moment.
 *
 * @param plan the study
 * @param runs its runs, in the order of the plan
 * @param secondsLeft estimated time left; empty if unknown
 */
public record SweepState(StudyPlan plan, List<State> runs, OptionalDouble secondsLeft) {

  /**
   * One run.
   *
   * @param run the run
   * @param progress how far it is
   * @param activity what its process does: the name of a phase or of other work; empty if it has
   *     none
   * @param done the part of this activity that is done, from 0 to 1
   * @param fraction the part of the run that is done, from 0 to 1
   * @param score latest normalised score; NaN if there is none
   * @param seconds time of training so far
   * @param reason why it failed; else empty
   */
  public record State(
      StudyPlan.PlannedRun run,
      RunProgress progress,
      String activity,
      double done,
      double fraction,
      double score,
      double seconds,
      String reason) {

    /** The same run with another progress. */
    public State with(RunProgress other, String why) {
      return new State(run, other, activity, done, fraction, score, seconds, why);
    }
  }

  /** Copies the list. */
  public SweepState {
    runs = List.copyOf(runs);
  }

  /** The number of runs with this progress. */
  public long count(RunProgress progress) {
    return runs.stream().filter(run -> run.progress() == progress).count();
  }

  /**
   * The runs that are still to do, in the order of the plan.
   *
   * @param withFailed also the failed ones
   */
  public List<StudyPlan.PlannedRun> unfinished(boolean withFailed) {
    return runs.stream()
        .filter(run -> run.progress() != RunProgress.FINISHED)
        .filter(run -> withFailed || run.progress() != RunProgress.FAILED)
        .map(State::run)
        .toList();
  }

  /** True if all runs are finished. */
  public boolean isFinished() {
    return count(RunProgress.FINISHED) == runs.size();
  }
}
