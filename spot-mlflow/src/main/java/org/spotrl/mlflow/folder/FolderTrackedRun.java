package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.tracking.DatasetReference;
import org.spotrl.api.tracking.ModelDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.format.Names;
import org.spotrl.mlflow.format.RunState;

/** A run that is being recorded in a folder, by any thread of one process. */
final class FolderTrackedRun implements TrackedRun {

  private static final Logger LOG = LoggerFactory.getLogger(FolderTrackedRun.class);

  private final RunFolder folder;
  private final RunArtifacts artifacts;
  private final RunDatasets datasets;
  private final RunModels models;
  private final Clock clock;
  private final Set<Path> unforced = new HashSet<>();
  private final Map<String, Set<Long>> recorded;
  private long lastMillis;
  private boolean finished;

  /**
   * Continues a run whose folder exists.
   *
   * @param lastMillis lower bound for the time of all points, even if the clock is earlier
   * @param recorded steps of each metric that are recorded already and must not be recorded again
   */
  FolderTrackedRun(
      RunFolder folder,
      Clock clock,
      Supplier<String> ids,
      long lastMillis,
      Map<String, Set<Long>> recorded) {
    this.folder = folder;
    this.clock = clock;
    this.lastMillis = lastMillis;
    this.recorded = recorded;
    this.artifacts = new RunArtifacts(folder, ids);
    this.datasets = new RunDatasets(folder);
    this.models = new RunModels(folder, ids);
  }

  @Override
  public String id() {
    return folder.id();
  }

  @Override
  public String location() {
    return folder.path().toString();
  }

  @Override
  public Path workFolder() {
    return folder.artifacts();
  }

  @Override
  public synchronized void metrics(long step, Map<String, Double> values) {
    recording(
        () -> {
          long millis = now();
          for (Map.Entry<String, Double> value : new TreeMap<>(values).entrySet()) {
            if (recorded.getOrDefault(value.getKey(), Set.of()).contains(step)) {
              continue;
            }
            Path file = MetricFile.of(folder.metrics(), value.getKey());
            FolderFiles.append(file, MetricFile.line(millis, value.getValue(), step));
            unforced.add(file);
          }
        });
  }

  @Override
  public synchronized void tags(Map<String, String> tags) {
    tags.keySet().forEach(name -> Names.key("tag", name));
    recording(() -> FolderFiles.replace(folder.path(), folder.tags(), "tag", tags));
  }

  @Override
  public synchronized void dataset(DatasetReference dataset, String context) {
    recording(() -> datasets.link(dataset, context));
  }

  @Override
  public synchronized void text(String path, String content) {
    recording(() -> artifacts.text(path, content));
  }

  @Override
  public synchronized void artifact(String path, Path fileOrFolder) {
    recording(() -> artifacts.copy(path, fileOrFolder));
  }

  @Override
  public synchronized void image(String key, long step, byte[] png) {
    recording(() -> artifacts.image(key, step, png, now()));
  }

  @Override
  public synchronized void table(String path, List<String> columns, List<List<Object>> rows) {
    recording(() -> artifacts.table(path, columns, rows));
  }

  @Override
  public synchronized void model(ModelDescription model, Path modelFolder) {
    recording(() -> models.store(model, modelFolder, now()));
  }

  @Override
  public synchronized long moment() {
    long moment = now();
    lastMillis = moment + 1;
    return moment;
  }

  /** Ends the run; does nothing if it has ended already. */
  @Override
  public synchronized void finish(RunStatus status, List<String> obsolete) {
    if (finished) {
      return;
    }
    recording(
        () -> {
          for (Path file : unforced) {
            AtomicFiles.force(file);
          }
          Path file = folder.meta();
          MetaYaml meta =
              MetaYaml.read(file)
                  .with("status", RunState.of(status).code())
                  .with("end_time", now());
          AtomicFiles.replace(folder.path(), file, meta.render());
        });
    finished = true;
    remove(obsolete);
    ExperimentViews.refresh(folder.experiment(), now());
  }

  /** Removes files that an ended run does not need; a failure is only logged. */
  private void remove(List<String> obsolete) {
    try {
      artifacts.remove(obsolete);
    } catch (IOException e) {
      LOG.warn(
          "the run has ended, but {} in {} cannot be deleted: {}",
          obsolete,
          folder.artifacts(),
          e.toString());
    }
  }

  /** Writes files. */
  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  private void recording(Writing writing) {
    if (finished) {
      throw new IllegalStateException("run " + id() + " has ended; nothing can be added");
    }
    FolderFiles.doing(
        "the run could not be recorded",
        folder.path(),
        () -> {
          writing.run();
          return true;
        });
  }

  private long now() {
    lastMillis = Math.max(lastMillis, clock.millis());
    return lastMillis;
  }
}
