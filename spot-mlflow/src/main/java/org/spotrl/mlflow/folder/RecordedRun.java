package org.spotrl.mlflow.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.Names;
import org.spotrl.mlflow.format.RunState;

/**
 * A run as a tracking folder holds it; what it recorded is read from its files on each call.
 *
 * @param id its id, the name of its folder
 * @param name its name, for example {@code spot-maze2d-umaze-s0}
 * @param experiment the experiment that it belongs to
 * @param state where it stands
 * @param startMillis when it started, milliseconds since 1970
 * @param endMillis when it ended, 0 if it has not
 * @param folder where its files are
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
    return RecordedFiles.texts(folder.resolve(Layout.PARAMS));
  }

  @Override
  public Map<String, String> tags() {
    return RecordedFiles.texts(folder.resolve(Layout.TAGS));
  }

  @Override
  public Map<String, MetricPoint> latestMetrics() {
    return RecordedFiles.latest(folder.resolve(Layout.METRICS));
  }

  @Override
  public List<MetricPoint> history(String metric) {
    return RecordedFiles.history(folder.resolve(Layout.METRICS), metric);
  }

  @Override
  public Optional<byte[]> artifact(String path) {
    Path file = artifacts().resolve(Names.path(path));
    return RecordedFiles.reading(
        artifacts(),
        () ->
            Files.isRegularFile(file)
                ? Optional.of(Files.readAllBytes(file))
                : Optional.<byte[]>empty());
  }

  /** The folder of its files. */
  public Path artifacts() {
    return folder.resolve(Layout.ARTIFACTS);
  }
}
