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
 * Writes a run that was recorded elsewhere into a tracking folder, under the id that it had. Until
 * {@link #complete} it is no run to any reader; what is left of an import that was killed is
 * replaced by the next. One at a time works on a folder.
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
   * The experiment that a run is put into, made if there is none of its name.
   *
   * @param name its name
   * @param tags its labels, which are added to those it has
   * @param millis when it was made if it is new, milliseconds since 1970
   */
  public record Target(String name, Map<String, String> tags, long millis) {}

  /**
   * Begins a run with nothing in it.
   *
   * @param root the tracking folder, made if need be
   * @param id the run's, see {@link RunFolder#isId}
   * @throws SpotInputException if another process brings a run to the folder, or the experiment was
   *     deleted there
   */
  public static RunImport begin(Path root, Target target, String id) throws IOException {
    FolderTracker.makeRoot(root);
    FileMutex lock =
        FileMutex.tryTake(root.resolve(LOCK), warning -> {})
            .orElseThrow(
                () ->
                    new SpotInputException(
                        "another process is bringing a run to %s; wait until it ends"
                            .formatted(root)));
    try {
      Path experiment = new ExperimentFolders(root).findOrMake(target.name(), target.millis());
      RunFolder run = new RunFolder(root, experiment, experiment.resolve(id));
      // Without its meta.yaml it is no run: an import that was killed left it.
      AtomicFiles.deleteTree(run.path());
      Layout.makeFolders(run.path());
      FolderFiles.replace(run.path(), experiment.resolve(Layout.TAGS), "tag", target.tags());
      return new RunImport(run, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Where the run is; its artifacts may be written there. */
  public RunFolder folder() {
    return run;
  }

  /** Writes its settings and its labels. */
  public void texts(Map<String, String> parameters, Map<String, String> tags) throws IOException {
    FolderFiles.write(run.params(), "parameter", parameters);
    FolderFiles.write(run.tags(), "tag", tags);
  }

  /** Writes all points of a metric, the earliest first. */
  public void points(String metric, List<MetricPoint> points) throws IOException {
    StringBuilder lines = new StringBuilder();
    points.stream()
        .sorted(Comparator.comparingLong(MetricPoint::millis))
        .forEach(p -> lines.append(MetricFile.line(p.millis(), p.value(), p.step())));
    Files.writeString(MetricFile.of(run.metrics(), metric), lines);
  }

  /** Links a data set that it read. */
  public void dataset(DatasetInput input) throws IOException {
    new RunDatasets(run).link(input);
  }

  /**
   * Makes it a run to all readers.
   *
   * @param user who made it, empty if that is not known
   * @param startMillis when it started, milliseconds since 1970
   * @param endMillis when it ended, 0 if it has not
   */
  public void complete(String name, String user, RunState state, long startMillis, long endMillis)
      throws IOException {
    MetaYaml meta =
        run.startedMeta(name, user, startMillis)
            .with("status", state.code())
            .with("end_time", endMillis == 0 ? null : (Long) endMillis);
    AtomicFiles.replace(run.path(), run.meta(), meta.render());
  }

  /** Lets the next one work on the folder. */
  @Override
  public void close() {
    lock.close();
  }
}
