package org.spotrl.experiments.run;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.spotrl.mlflow.mirror.MirrorReport;

/** Tells the user how far a run's copy on a server has come at its end, and keeps that. */
final class CopyReport implements Consumer<MirrorReport> {

  private final RunReporter reporter;
  private final AtomicReference<@Nullable MirrorReport> last = new AtomicReference<>();

  CopyReport(RunReporter reporter) {
    this.reporter = reporter;
  }

  @Override
  public void accept(MirrorReport report) {
    last.set(report);
    reporter.copied(report);
  }

  /** What was reported; nothing if no server gets the run. */
  Optional<MirrorReport> get() {
    return Optional.ofNullable(last.get());
  }
}
