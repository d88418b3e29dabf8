package org.spotrl.api.tracking;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Forwards every call to another run; subclasses override the methods that they extend. */
public abstract class ForwardingRun implements TrackedRun {

  private final TrackedRun run;

  /**
   * Forwards to a run.
   *
   * @param run the run that records
   */
  protected ForwardingRun(TrackedRun run) {
    this.run = run;
  }

  @Override
  public String id() {
    return run.id();
  }

  @Override
  public String location() {
    return run.location();
  }

  @Override
  public Path workFolder() {
    return run.workFolder();
  }

  @Override
  public void metrics(long step, Map<String, Double> values) {
    run.metrics(step, values);
  }

  @Override
  public void tags(Map<String, String> tags) {
    run.tags(tags);
  }

  @Override
  public void dataset(DatasetReference dataset, String context) {
    run.dataset(dataset, context);
  }

  @Override
  public void text(String path, String content) {
    run.text(path, content);
  }

  @Override
  public void artifact(String path, Path fileOrFolder) {
    run.artifact(path, fileOrFolder);
  }

  @Override
  public void image(String key, long step, byte[] png) {
    run.image(key, step, png);
  }

  @Override
  public void table(String path, List<String> columns, List<List<Object>> rows) {
    run.table(path, columns, rows);
  }

  @Override
  public void model(ModelDescription model, Path folder) {
    run.model(model, folder);
  }

  @Override
  public long moment() {
    return run.moment();
  }

  @Override
  public void finish(RunStatus status, List<String> obsolete) {
    run.finish(status, obsolete);
  }
}
