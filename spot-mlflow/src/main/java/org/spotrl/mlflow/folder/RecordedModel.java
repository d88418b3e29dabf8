package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spotrl.mlflow.format.MetricPoint;

/**
 * A model that a run logged in a tracking folder.
 *
 * @param key unique among all models of all runs; the same if a resumed run logs the model again
 * @param name the model's name
 * @param step number of updates at which it was logged
 * @param parameters its parameters
 * @param points its metrics, as points of the run
 * @param tags its tags
 * @param files its artifact folder
 * @param registeredAs its name in the model registry, empty if it is not registered
 */
public record RecordedModel(
    String key,
    String name,
    long step,
    Map<String, String> parameters,
    Map<String, MetricPoint> points,
    Map<String, String> tags,
    Path files,
    String registeredAs) {

  /** The tag with a model's description. */
  static final String DESCRIPTION = "mlflow.note.content";

  private record Found(String name, long step, long madeMillis, Path folder) {}

  /**
   * The models that a run logged, oldest first, without models whose {@code meta.yaml} is missing.
   */
  public static List<RecordedModel> of(RunFolder run) throws IOException {
    List<Found> found = new ArrayList<>();
    for (Path output : FolderFiles.folders(run.outputs())) {
      MetaYaml link = MetaYaml.in(output).orElseGet(MetaYaml::new);
      String id = link.text("destination_id");
      Path folder = run.experiment().resolve(Layout.MODELS).resolve(id);
      Optional<MetaYaml> meta = id.isEmpty() ? Optional.empty() : MetaYaml.in(folder);
      if (meta.isPresent()) {
        long millis = meta.get().number("creation_timestamp");
        found.add(new Found(meta.get().text("name"), link.number("step"), millis, folder));
      }
    }
    found.sort(Comparator.comparingLong(Found::madeMillis).thenComparing(Found::folder));
    Map<String, Integer> seen = new HashMap<>();
    List<RecordedModel> models = new ArrayList<>();
    for (Found each : found) {
      String key = run.id() + "/" + each.name() + "/" + each.step();
      int count = seen.merge(key, 1, Integer::sum);
      models.add(
          new RecordedModel(
              count == 1 ? key : key + "/" + count,
              each.name(),
              each.step(),
              FolderFiles.texts(each.folder().resolve(Layout.PARAMS)),
              points(run, each.folder().resolve(Layout.METRICS)),
              FolderFiles.texts(each.folder().resolve(Layout.TAGS)),
              Layout.artifacts(each.folder(), "artifact_location"),
              new ModelRegistry(run).nameOf(each.folder().getFileName().toString())));
    }
    return models;
  }

  /**
   * The metrics of a model, as the run's last points with the same values. A server stores model
   * metrics as points of the run, so a metric that the run does not have is left out.
   */
  private static Map<String, MetricPoint> points(RunFolder run, Path metrics) {
    Map<String, MetricPoint> points = new TreeMap<>();
    RecordedRun.latest(metrics)
        .forEach(
            (name, latest) ->
                RecordedRun.history(run.metrics(), name).stream()
                    .filter(point -> Double.compare(point.value(), latest.value()) == 0)
                    .reduce((earlier, later) -> later)
                    .ifPresent(point -> points.put(name, point)));
    return points;
  }

  /** The alias for the newest version of a registered model. */
  public String alias() {
    return ModelRegistry.NEWEST;
  }

  /** The description in Markdown; may be empty. */
  public String description() {
    return tags.getOrDefault(DESCRIPTION, "");
  }

  /** The tags except those of MLflow and of spot. */
  public Map<String, String> userTags() {
    return userTags(tags);
  }

  /** The given tags except those of MLflow and of spot. */
  static Map<String, String> userTags(Map<String, String> tags) {
    Map<String, String> kept = new TreeMap<>(tags);
    kept.keySet().removeIf(tag -> tag.startsWith("mlflow.") || tag.startsWith("spot."));
    return kept;
  }

  /**
   * The tags that a copy on a server gets: all but the list of versions in this folder's registry.
   */
  public Map<String, String> copiedTags() {
    Map<String, String> copied = new TreeMap<>(tags);
    copied.remove(RunModels.VERSIONS);
    return copied;
  }
}
