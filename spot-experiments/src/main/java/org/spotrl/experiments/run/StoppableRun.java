package org.spotrl.experiments.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.spotrl.api.tracking.ForwardingRun;
import org.spotrl.api.tracking.TrackedRun;

/** A tracked run for diagnostics; recording ends the diagnostic if a stop was requested. */
final class StoppableRun extends ForwardingRun {

  private final StopSignal stop;

  StoppableRun(TrackedRun run, StopSignal stop) {
    super(run);
    this.stop = stop;
  }

  @Override
  public void metrics(long step, Map<String, Double> values) {
    stop.check();
    super.metrics(step, values);
  }

  @Override
  public void text(String path, String content) {
    stop.check();
    super.text(path, content);
  }

  @Override
  public void artifact(String path, Path fileOrFolder) {
    stop.check();
    super.artifact(path, fileOrFolder);
  }

  @Override
  public void image(String key, long step, byte[] png) {
    stop.check();
    super.image(key, step, png);
  }

  @Override
  public void table(String path, List<String> columns, List<List<Object>> rows) {
    stop.check();
    super.table(path, columns, rows);
  }
}
