package org.spotrl.mlflow.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.Names;
import org.spotrl.mlflow.format.RunState;

/**
 * A run in a tracking folder. Each call reads the files again.
 *
 * @param id the name of its folder
 * @param name its name, for example {@code spot-maze2d-umaze-s0}
 * @param experiment its experiment
 * @param state its state
 * @param startMillis start time, milliseconds since 1970
 * @param endMillis end time, 0 if it has not ended
 * @param folder its folder
 */
public record RecordedRun(
    String id,
    String name,
    RecordedExperiment experiment,
    RunState state,
    long startMillis,
    long endMillis,
    Path folder)
    implements RunView {

  @Override
  public String folderId() {
    return id;
  }

  @Override
  public String experimentId() {
    return experiment.id();
  }

  @Override
  public String experimentName() {
    return experiment.name();
  }

  @Override
  public Map<String, String> parameters() {
    return FolderFiles.texts(folder.resolve(Layout.PARAMS));
  }

  @Override
  public Map<String, String> tags() {
    return FolderFiles.texts(folder.resolve(Layout.TAGS));
  }

  @Override
  public Set<String> metricNames() {
    return latest(folder.resolve(Layout.METRICS)).names();
  }

  @Override
  public Map<String, MetricPoint> latestMetrics() {
    return latest(folder.resolve(Layout.METRICS));
  }

  /** The latest point of each metric in a metrics folder. */
  static FileMap<MetricPoint> latest(Path metrics) {
    return new FileMap<>(metrics, MetricFile::latest);
  }

  @Override
  public List<MetricPoint> history(String metric) {
    return history(folder.resolve(Layout.METRICS), metric);
  }

  /** All points of a metric in a metrics folder. */
  static List<MetricPoint> history(Path metrics, String metric) {
    Path file = metrics.resolve(Names.key("metric", metric));
    return FolderFiles.reading(
        metrics, () -> Files.isRegularFile(file) ? MetricFile.readable(file) : List.of());
  }

  @Override
  public Optional<byte[]> artifact(String path) {
    Path file = artifacts().resolve(Names.path(path));
    return FolderFiles.reading(
        artifacts(),
        () ->
            Files.isRegularFile(file)
                ? Optional.of(Files.readAllBytes(file))
                : Optional.<byte[]>empty());
  }

  /** The folder of the run's artifacts. */
  public Path artifacts() {
    return Layout.artifacts(folder, "artifact_uri");
  }
}
