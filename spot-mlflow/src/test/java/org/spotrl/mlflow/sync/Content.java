package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.Examples;
import org.spotrl.mlflow.folder.RecordedModel;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.folder.RunDatasets;
import org.spotrl.mlflow.folder.RunFolder;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;
import org.spotrl.mlflow.server.ArtifactFile;
import org.spotrl.mlflow.server.ArtifactStore;
import org.spotrl.mlflow.server.ServerModel;
import org.spotrl.mlflow.server.ServerRun;
import org.spotrl.mlflow.server.TrackingServer;

/**
 * All recorded data of a run, from a folder or a server, for comparison. Tags that a sync adds are
 * left out; files are strings of their bytes.
 */
record Content(
    String experiment,
    Map<String, String> experimentTags,
    String name,
    RunState state,
    long startMillis,
    long endMillis,
    Map<String, String> parameters,
    Map<String, String> tags,
    Map<String, List<MetricPoint>> points,
    Set<DatasetInput> datasets,
    Map<String, String> files,
    List<Model> models) {

  /** MLflow's tag of a model with registered versions. */
  private static final String VERSIONS = "mlflow.modelVersions";

  record Model(String name, long step, Map<String, String> tags, Map<String, String> files) {}

  static Content inFolder(RecordedRun run) throws IOException {
    Map<String, List<MetricPoint>> points = new TreeMap<>();
    for (String metric : run.latestMetrics().keySet()) {
      points.put(metric, sorted(run.history(metric)));
    }
    RunFolder folder = RunFolder.of(run.folder());
    List<Model> models = new ArrayList<>();
    for (RecordedModel model : RecordedModel.of(folder)) {
      models.add(new Model(model.name(), model.step(), own(model.tags()), files(model.files())));
    }
    return new Content(
        run.experiment().name(),
        run.experiment().tags(),
        run.name(),
        run.state(),
        run.startMillis(),
        run.endMillis(),
        run.parameters(),
        own(run.tags()),
        points,
        new HashSet<>(RunDatasets.of(folder)),
        files(run.artifacts()),
        models);
  }

  /** The content of the only copy of a run on the server. */
  static Content onServer(TrackingServer server, RecordedRun original, Path temp)
      throws IOException {
    var experiment =
        server.experiments().stream()
            .filter(e -> e.name().equals(original.experiment().name()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("the experiment is not there"));
    List<ServerRun> copies =
        server.runs(experiment.id()).stream()
            .filter(run -> original.id().equals(run.tags().get(RunView.FOLDER_ID)))
            .toList();
    if (copies.size() != 1) {
      throw new AssertionError(copies.size() + " copies: " + copies);
    }
    // Read by id, because a search may return incomplete runs.
    ServerRun run = server.run(copies.get(0).id());
    Map<String, List<MetricPoint>> points = new TreeMap<>();
    for (String metric : run.latest().keySet()) {
      points.put(metric, sorted(server.history(run.id(), metric)));
    }
    List<Model> models = new ArrayList<>();
    for (ServerRun.ModelLink link : run.models()) {
      ServerModel model = server.model(link.modelId());
      models.add(
          new Model(
              model.name(), link.step(), own(model.tags()), files(server.artifacts(model), temp)));
    }
    return new Content(
        experiment.name(),
        own(experiment.tags()),
        run.name(),
        run.state(),
        run.startMillis(),
        run.endMillis(),
        run.parameters(),
        own(run.tags()),
        points,
        new HashSet<>(run.datasets()),
        files(server.artifacts(run), temp),
        models);
  }

  /** The same without models, which MLflow 2 does not have. */
  Content withoutModels() {
    return new Content(
        experiment,
        experimentTags,
        name,
        state,
        startMillis,
        endMillis,
        parameters,
        tags,
        points,
        datasets,
        files,
        List.of());
  }

  private static Map<String, String> own(Map<String, String> tags) {
    Map<String, String> own = new TreeMap<>(tags);
    own.keySet().removeAll(List.of(RunView.FOLDER_ID, RunSync.COMPLETE, ModelSync.KEY, VERSIONS));
    return own;
  }

  private static List<MetricPoint> sorted(List<MetricPoint> points) {
    return points.stream().map(MetricPoint::finite).sorted(MetricPoint.LATEST).toList();
  }

  private static Map<String, String> files(Path folder) throws IOException {
    return Files.isDirectory(folder) ? Examples.files(folder) : Map.of();
  }

  private static Map<String, String> files(ArtifactStore store, Path temp) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (ArtifactFile file : store.files()) {
      Path copy = temp.resolve("fetched");
      store.get(file.path(), copy);
      files.put(file.path(), Files.readString(copy, StandardCharsets.ISO_8859_1));
    }
    return files;
  }
}
