package org.spotrl.studies.reproduction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.experiments.run.PreparedData;
import org.spotrl.experiments.run.RunReporter;
import org.spotrl.experiments.run.StopSignal;
import org.spotrl.mlflow.sync.SyncReport;

/**
 * Forwards a run's reports, checks its data, and stops the run after a number of updates.
 *
 * <p>The stop does not change the run's numbers: the run stops at its next pause, and only the
 * configuration determines the pauses.
 */
final class ReproductionReporter implements RunReporter {

  private final RunReporter shown;
  private final ReproductionOptions options;
  private final String digest;
  private final StopSignal stop;
  private final Map<String, Long> done = new HashMap<>();
  private boolean training;

  /**
   * Creates a reporter.
   *
   * @param shown the reporter that shows the run to the user
   * @param digest SHA-256 of the original's data
   * @param stop is requested after the number of updates
   */
  ReproductionReporter(
      RunReporter shown, ReproductionOptions options, String digest, StopSignal stop) {
    this.shown = shown;
    this.options = options;
    this.digest = digest;
    this.stop = stop;
  }

  /** Updates of all phases done so far. */
  long updates() {
    return done.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void report(String what, long now, long total, Map<String, Double> figures) {
    shown.report(what, now, total, figures);
    if (training) {
      done.put(what, now);
      if (updates() >= options.updates()) {
        stop.request();
      }
    }
  }

  @Override
  public void dataReady(PreparedData data) {
    shown.dataReady(data);
    if (!data.digest().equals(digest) && !options.toTheEnd()) {
      throw new SpotRunException(
          "the data set differs: its SHA-256 was %s and is now %s, so the numbers cannot be the same. Restore the data, and for collected data also the version of MuJoCo; use --to-the-end to run anyway"
              .formatted(digest, data.digest()));
    }
  }

  @Override
  public void tracking(String runName, String runId, String location) {
    shown.tracking(runName, runId, location);
    training = true;
  }

  @Override
  public void training(List<String> phases) {
    shown.training(phases);
  }

  @Override
  public void resumed(long updates) {
    shown.resumed(updates);
  }

  @Override
  public void evaluated(long updates, EvaluationResult result) {
    shown.evaluated(updates, result);
  }

  @Override
  public void notice(String line) {
    shown.notice(line);
  }

  @Override
  public void copied(SyncReport report) {
    shown.copied(report);
  }
}
