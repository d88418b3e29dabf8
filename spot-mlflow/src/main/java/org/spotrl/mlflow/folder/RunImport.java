package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;

/**
 * Imports a run into a tracking folder under its old id. Readers see the run only after {@link
 * #complete}; a later import replaces the remains of one that was killed. Only one import at a time
 * can use a tracking folder.
 */
public final class RunImport implements AutoCloseable {

  private static final String LOCK = ".pull.lock";

  private final RunFolder run;
  private final FileMutex lock;

  private RunImport(RunFolder run, FileMutex lock) {
    this.run = run;
    this.lock = lock;
  }

  /**
   * The experiment of the imported run, created if necessary.
   *
   * @param name its name
   * @param tags tags to add or replace
   * @param millis creation time of a new experiment, milliseconds since 1970
   */
  public record Target(String name, Map<String, String> tags, long millis) {}

  /**
   * Begins an import with an empty run.
   *
   * @param root the tracking folder, created if necessary
   * @param id the run id, see {@link RunFolder#isId}
   * @throws SpotInputException if another process imports a run into this folder, or the experiment
   *     was deleted
   */
  public static RunImport begin(Path root, Target target, String id) throws IOException {
    FolderTracker.makeRoot(root);
    FileMutex lock =
        FileMutex.tryTake(root.resolve(LOCK), warning -> {})
            .orElseThrow(
                () ->
                    new SpotInputException(
                        "another process is importing a run into %s; wait until it ends"
                            .formatted(root)));
    try {
      Path experiment = new ExperimentFolders(root).findOrCreate(target.name(), target.millis());
      RunFolder run = new RunFolder(root, experiment, experiment.resolve(id));
      // A folder without meta.yaml is left from an import that was killed.
      AtomicFiles.deleteTree(run.path());
      Layout.makeFolders(run.path());
      FolderFiles.replace(run.path(), experiment.resolve(Layout.TAGS), "tag", target.tags());
      return new RunImport(run, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The run's folder, for writing artifacts. */
  public RunFolder folder() {
    return run;
  }

  /** Writes parameters and tags. */
  public void texts(Map<String, String> parameters, Map<String, String> tags) throws IOException {
    FolderFiles.write(run.params(), "parameter", parameters);
    FolderFiles.write(run.tags(), "tag", tags);
  }

  /** Writes all points of a metric, sorted by time. */
  public void points(String metric, List<MetricPoint> points) throws IOException {
    StringBuilder lines = new StringBuilder();
    points.stream()
        .sorted(Comparator.comparingLong(MetricPoint::millis))
        .forEach(p -> lines.append(MetricFile.line(p.millis(), p.value(), p.step())));
    Files.writeString(MetricFile.of(run.metrics(), metric), lines);
  }

  /** Links a data set with the run. */
  public void dataset(DatasetInput input) throws IOException {
    new RunDatasets(run).link(input);
  }

  /**
   * Writes {@code meta.yaml}, which makes the run visible.
   *
   * @param user the user who started the run, empty if unknown
   * @param startMillis start time, milliseconds since 1970
   * @param endMillis end time, 0 if it has not ended
   */
  public void complete(String name, String user, RunState state, long startMillis, long endMillis)
      throws IOException {
    MetaYaml meta =
        run.startedMeta(name, user, startMillis)
            .with("status", state.code())
            .with("end_time", endMillis == 0 ? null : (Long) endMillis);
    AtomicFiles.replace(run.path(), run.meta(), meta.render());
  }

  /** Releases the tracking folder for the next import. */
  @Override
  public void close() {
    lock.close();
  }
}
