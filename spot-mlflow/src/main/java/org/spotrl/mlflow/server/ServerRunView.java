package org.spotrl.mlflow.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.Names;
import org.spotrl.mlflow.format.RunState;

/**
 * A run of a tracking server.
 *
 * @param runs who asks the server
 * @param experimentName name of its experiment
 * @param run what the server told of it
 */
record ServerRunView(ServerRuns runs, String experimentName, ServerRun run) implements RunView {

  @Override
  public String id() {
    return run.id();
  }

  @Override
  public String folderId() {
    return run.tags().getOrDefault(FOLDER_ID, run.id());
  }

  @Override
  public String name() {
    return run.name();
  }

  @Override
  public String experimentId() {
    return run.experimentId();
  }

  @Override
  public RunState state() {
    return run.state();
  }

  @Override
  public long startMillis() {
    return run.startMillis();
  }

  @Override
  public long endMillis() {
    return run.endMillis();
  }

  @Override
  public Map<String, String> parameters() {
    return new TreeMap<>(run.parameters());
  }

  @Override
  public Map<String, String> tags() {
    return new TreeMap<>(run.tags());
  }

  @Override
  public Map<String, MetricPoint> latestMetrics() {
    return new TreeMap<>(run.latest());
  }

  @Override
  public List<MetricPoint> history(String metric) {
    return runs.asking(() -> runs.server().history(run.id(), metric));
  }

  @Override
  public Optional<byte[]> artifact(String path) {
    Names.path(path);
    String folder = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    ArtifactStore store = runs.server().artifacts(run);
    if (runs.asking(() -> store.list(folder)).stream()
        .noneMatch(file -> file.path().equals(path) && !file.isFolder())) {
      return Optional.empty();
    }
    try {
      Path copy = Files.createTempFile("spot-artifact", "");
      try {
        runs.asking(
            () -> {
              store.get(path, copy);
              return path;
            });
        return Optional.of(Files.readAllBytes(copy));
      } finally {
        Files.delete(copy);
      }
    } catch (IOException e) {
      throw new SpotRunException("the file of a run cannot be kept: " + e.getMessage(), e);
    }
  }
}
