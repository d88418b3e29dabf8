package org.spotrl.mlflow;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.spotrl.api.tracking.DatasetReference;
import org.spotrl.api.tracking.ModelDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;

/** A run that is recorded in a folder and followed from there. */
final class MirroredRun implements TrackedRun {

  private final TrackedRun folder;
  private final Consumer<RunStatus> atEnd;
  private final AtomicBoolean finished = new AtomicBoolean();

  /**
   * A run in a folder.
   *
   * @param atEnd is called once, when the run has ended there
   */
  MirroredRun(TrackedRun folder, Consumer<RunStatus> atEnd) {
    this.folder = folder;
    this.atEnd = atEnd;
  }

  @Override
  public String id() {
    return folder.id();
  }

  @Override
  public String location() {
    return folder.location();
  }

  @Override
  public Path workFolder() {
    return folder.workFolder();
  }

  @Override
  public void metrics(long step, Map<String, Double> values) {
    folder.metrics(step, values);
  }

  @Override
  public void tags(Map<String, String> tags) {
    folder.tags(tags);
  }

  @Override
  public void dataset(DatasetReference dataset, String context) {
    folder.dataset(dataset, context);
  }

  @Override
  public void text(String path, String content) {
    folder.text(path, content);
  }

  @Override
  public void artifact(String path, Path fileOrFolder) {
    folder.artifact(path, fileOrFolder);
  }

  @Override
  public void image(String key, long step, byte[] png) {
    folder.image(key, step, png);
  }

  @Override
  public void table(String path, List<String> columns, List<List<Object>> rows) {
    folder.table(path, columns, rows);
  }

  @Override
  public void model(ModelDescription model, Path modelFolder) {
    folder.model(model, modelFolder);
  }

  @Override
  public long moment() {
    return folder.moment();
  }

  @Override
  public void finish(RunStatus status) {
    try {
      folder.finish(status);
    } finally {
      if (finished.compareAndSet(false, true)) {
        atEnd.accept(status);
      }
    }
  }
}
