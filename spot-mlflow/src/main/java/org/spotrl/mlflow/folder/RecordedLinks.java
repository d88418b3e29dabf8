package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.MetricPoint;

/** Reads the data sets and the models that a run is linked with. */
public final class RecordedLinks {

  /** The tag with what the page of a model says of it. */
  static final String DESCRIPTION = "mlflow.note.content";

  private static final String CONTEXT = "mlflow.data.context";
  private static final String MLFLOW_TAG = "mlflow.";
  private static final String SPOT_TAG = "spot.";

  private RecordedLinks() {}

  /**
   * A model that a run made.
   *
   * @param key what tells it from all other models of any run: a model that a resumed run makes
   *     again has the same
   * @param name its name
   * @param step updates done when it was made
   * @param parameters its settings
   * @param points its figures, each as the run has it
   * @param tags its labels
   * @param files the folder of its files
   * @param registeredAs its name in the model registry, empty if it has none
   */
  public record Model(
      String key,
      String name,
      long step,
      Map<String, String> parameters,
      Map<String, MetricPoint> points,
      Map<String, String> tags,
      Path files,
      String registeredAs) {

    /** The alias that its name in the registry gives to the newest version of its models. */
    public String alias() {
      return ModelRegistry.NEWEST;
    }

    /** What its page says of it, in Markdown; may be empty. */
    public String description() {
      return tags.getOrDefault(DESCRIPTION, "");
    }

    /** Its labels without MLflow's own and those that are for spot alone. */
    public Map<String, String> labels() {
      return RecordedLinks.labels(tags);
    }

    /** Its labels that mean something elsewhere, too: its versions in the registry do not. */
    public Map<String, String> lastingTags() {
      Map<String, String> lasting = new TreeMap<>(tags);
      lasting.remove(RunModels.VERSIONS);
      return lasting;
    }
  }

  private record Found(String name, long step, long madeMillis, Path folder) {}

  /** The data sets that it read; none whose description is missing. */
  public static List<DatasetInput> datasets(RunFolder run) throws IOException {
    List<DatasetInput> inputs = new ArrayList<>();
    for (MetaYaml link : metas(run.inputs())) {
      Path folder = run.experiment().resolve(Layout.DATASETS).resolve(text(link, "source_id"));
      if (text(link, "source_type").equals("DATASET") && Files.exists(folder)) {
        MetaYaml dataset = MetaYaml.read(folder.resolve(Layout.META));
        inputs.add(
            new DatasetInput(
                text(dataset, "name"),
                text(dataset, "digest"),
                text(dataset, "source_type"),
                text(dataset, "source"),
                text(dataset, "schema"),
                text(dataset, "profile"),
                link.entry("tags", CONTEXT).orElse("")));
      }
    }
    return inputs;
  }

  /** The models that it made, the first one first; none whose files are missing. */
  public static List<Model> models(RunFolder run) throws IOException {
    List<Found> found = new ArrayList<>();
    for (MetaYaml link : metas(run.outputs())) {
      Path folder = run.experiment().resolve(Layout.MODELS).resolve(text(link, "destination_id"));
      Optional<MetaYaml> meta = ExperimentFolders.meta(folder);
      if (meta.isPresent()) {
        found.add(
            new Found(
                text(meta.get(), "name"),
                link.number("step").orElse(0),
                meta.get().number("creation_timestamp").orElse(0),
                folder));
      }
    }
    found.sort(Comparator.comparingLong(Found::madeMillis).thenComparing(Found::folder));
    Map<String, Integer> seen = new HashMap<>();
    List<Model> models = new ArrayList<>();
    for (Found each : found) {
      String key = run.id() + "/" + each.name() + "/" + each.step();
      int count = seen.merge(key, 1, Integer::sum);
      models.add(
          new Model(
              count == 1 ? key : key + "/" + count,
              each.name(),
              each.step(),
              RecordedFiles.texts(each.folder().resolve(Layout.PARAMS)),
              points(run, each.folder().resolve(Layout.METRICS)),
              RecordedFiles.texts(each.folder().resolve(Layout.TAGS)),
              each.folder().resolve(Layout.ARTIFACTS),
              new ModelRegistry(run).nameOf(each.folder().getFileName().toString())));
    }
    return models;
  }

  /**
   * The figures of a model, each as a point of the run, which is how a server keeps them: the run's
   * own point of this value, whatever its step and time. One that the run does not have is left
   * out: the copy of the run would get it, too.
   */
  private static Map<String, MetricPoint> points(RunFolder run, Path metrics) {
    Map<String, MetricPoint> points = new TreeMap<>();
    RecordedFiles.latest(metrics)
        .forEach(
            (name, figure) ->
                RecordedFiles.history(run.metrics(), name).stream()
                    .filter(point -> Double.compare(point.value(), figure.value()) == 0)
                    .reduce((earlier, later) -> later)
                    .ifPresent(point -> points.put(name, point)));
    return points;
  }

  /** Tags without MLflow's own and those that are for spot alone. */
  static Map<String, String> labels(Map<String, String> tags) {
    Map<String, String> labels = new TreeMap<>(tags);
    labels.keySet().removeIf(tag -> tag.startsWith(MLFLOW_TAG) || tag.startsWith(SPOT_TAG));
    return labels;
  }

  private static List<MetaYaml> metas(Path links) throws IOException {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(links)) {
      entries.forEach(folders::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    folders.sort(Comparator.naturalOrder());
    List<MetaYaml> metas = new ArrayList<>();
    for (Path folder : folders) {
      ExperimentFolders.meta(folder).ifPresent(metas::add);
    }
    return metas;
  }

  private static String text(MetaYaml meta, String field) {
    return meta.text(field).orElse("");
  }
}
