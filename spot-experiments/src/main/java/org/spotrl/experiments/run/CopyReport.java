package org.spotrl.experiments.run;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.spotrl.mlflow.sync.SyncReport;

/** Tells the user how far a run's copy on a server has come at its end, and keeps that. */
final class CopyReport implements Consumer<SyncReport> {

  private final RunReporter reporter;
  private final AtomicReference<@Nullable SyncReport> last = new AtomicReference<>();

  CopyReport(RunReporter reporter) {
    this.reporter = reporter;
  }

  @Override
  public void accept(SyncReport report) {
    last.set(report);
    reporter.copied(report);
  }

  /** What was reported; nothing if no server gets the run. */
  Optional<SyncReport> get() {
    return Optional.ofNullable(last.get());
  }
}
