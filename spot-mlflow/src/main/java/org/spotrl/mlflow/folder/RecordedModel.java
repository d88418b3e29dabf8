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
 * A model that a run made.
 *
 * @param key identifies it among all models of all runs: a model that a resumed run makes again has
 *     the same
 * @param name its name
 * @param step updates done when it was made
 * @param parameters its settings
 * @param points its metrics, each as a point of the run
 * @param tags its labels
 * @param files the folder of its files
 * @param registeredAs its name in the model registry, empty if it has none
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

  /** The tag with the description on the page of a model. */
  static final String DESCRIPTION = "mlflow.note.content";

  private record Found(String name, long step, long madeMillis, Path folder) {}

  /** The models that a run made, the first one first; none whose files are missing. */
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
   * The metrics of a model, each as a point of the run, which is how a server keeps them: the run's
   * own point of this value, whatever its step and time. One that the run does not have is left
   * out: the copy of the run would get it, too.
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

  /** The alias that its name in the registry gives to the newest version of its models. */
  public String alias() {
    return ModelRegistry.NEWEST;
  }

  /** The description on its page, in Markdown; may be empty. */
  public String description() {
    return tags.getOrDefault(DESCRIPTION, "");
  }

  /** Its labels without MLflow's own and those that are for spot alone. */
  public Map<String, String> labels() {
    return labels(tags);
  }

  /** Tags without MLflow's own and those that are for spot alone. */
  static Map<String, String> labels(Map<String, String> tags) {
    Map<String, String> labels = new TreeMap<>(tags);
    labels.keySet().removeIf(tag -> tag.startsWith("mlflow.") || tag.startsWith("spot."));
    return labels;
  }

  /** Its labels that mean something elsewhere, too: its versions in the registry do not. */
  public Map<String, String> lastingTags() {
    Map<String, String> lasting = new TreeMap<>(tags);
    lasting.remove(RunModels.VERSIONS);
    return lasting;
  }
}
