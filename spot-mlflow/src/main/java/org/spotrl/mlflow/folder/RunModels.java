package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.tracking.ModelDescription;
import org.spotrl.mlflow.format.Json;
import org.spotrl.mlflow.format.Names;

/** The models that a run logs, each in a folder of the experiment. */
record RunModels(RunFolder run, Supplier<String> ids) {

  /** Tag of a run: the registered name of its model. */
  static final String REGISTERED_AS = "spot.registered_as";

  /** Tag of a model: its versions in the registry. */
  static final String VERSIONS = "mlflow.modelVersions";

  private static final long READY = 2;
  private static final String ML_MODEL = "MLmodel";

  /** The tags that a model copies from its run, as in MLflow's client. */
  private static final List<String> ORIGIN =
      List.of(
          "mlflow.user",
          "mlflow.source.name",
          "mlflow.source.type",
          "mlflow.source.git.commit",
          "mlflow.source.git.branch");

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /**
   * Logs a folder as a model with status READY, links it as an output of the run, and registers a
   * version if the description has a registered name.
   */
  void store(ModelDescription model, Path source, long millis) throws IOException {
    Names.model(model.name());
    if (!Files.isDirectory(source)) {
      throw new SpotInputException(
          "model '" + model.name() + "' cannot be stored: " + source + " is not a folder.");
    }
    String id = "m-" + ids.get();
    Path folder = run.experiment().resolve(Layout.MODELS).resolve(id);
    String location = run.uri(folder.resolve(Layout.ARTIFACTS));
    AtomicFiles.createFolder(
        AtomicFiles.stagingName(run.path()),
        folder,
        staged -> fill(staged, model, source, id, location, millis));
    FolderFiles.place(
        run,
        run.outputs().resolve(id),
        new MetaYaml()
            .with("destination_id", id)
            .with("destination_type", "MODEL_OUTPUT")
            .with("source_id", id)
            .with("source_type", "RUN_OUTPUT")
            .with("step", model.step())
            .with("tags", Map.of()));
    if (!model.registeredAs().isEmpty()) {
      String name = model.registeredAs();
      int version = new ModelRegistry(run).add(model, id, location, userTags(), millis);
      SortedMap<String, String> entry =
          new TreeMap<>(Map.of("name", name, "version", Integer.toString(version)));
      Map<String, String> versions = Map.of(VERSIONS, Json.of(List.of(entry)));
      FolderFiles.replace(run.path(), folder.resolve(Layout.TAGS), "tag", versions);
      FolderFiles.replace(run.path(), run.tags(), "tag", Map.of(REGISTERED_AS, name));
    }
  }

  private void fill(
      Path staged, ModelDescription model, Path source, String id, String location, long millis)
      throws IOException {
    Layout.makeFolders(staged);
    FolderFiles.write(staged.resolve(Layout.PARAMS), "parameter", model.parameters());
    FolderFiles.write(staged.resolve(Layout.TAGS), "tag", tags(model.description()));
    // MLflow cannot read data set names with spaces here.
    String dataset =
        RunDatasets.trainedOn(run)
            .map(input -> " " + input.name() + " " + input.digest())
            .filter(text -> text.split(" ", -1).length == 3)
            .orElse("");
    for (Map.Entry<String, Double> metric : model.metrics().entrySet()) {
      // A line of a model's metric also contains the run and the data set.
      String line = MetricFile.line(millis, metric.getValue(), model.step()).strip();
      Files.writeString(
          MetricFile.of(staged.resolve(Layout.METRICS), metric.getKey()),
          line + " " + run.id() + dataset + "\n");
    }
    Path artifacts = staged.resolve(Layout.ARTIFACTS);
    for (Path file : FolderFiles.files(source)) {
      Path target = artifacts.resolve(Names.path(FolderFiles.name(source, file)));
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
      AtomicFiles.force(target);
    }
    describe(artifacts.resolve(ML_MODEL), id, location, millis);
    new MetaYaml()
        .with("artifact_location", location)
        .with("creation_timestamp", millis)
        .with("experiment_id", run.experimentId())
        .with("last_updated_timestamp", millis)
        .with("lifecycle_stage", "active")
        .with("model_id", id)
        .with("model_type", null)
        .with("name", model.name())
        .with("source_run_id", run.id())
        .with("status", READY)
        .with("status_message", null)
        .writeInto(staged);
  }

  private Map<String, String> tags(String description) {
    Map<String, String> tags = new TreeMap<>(FolderFiles.texts(run.tags()));
    tags.keySet().retainAll(ORIGIN);
    tags.putAll(userTags());
    if (!description.isBlank()) {
      tags.put(RecordedModel.DESCRIPTION, description);
    }
    return tags;
  }

  /** The run's own tags, so that models can be filtered and grouped by them. */
  private Map<String, String> userTags() {
    return RecordedModel.userTags(FolderFiles.texts(run.tags()));
  }

  /** Adds location, run and time to the {@code MLmodel} file, which is created if necessary. */
  private void describe(Path file, String id, String location, long millis) throws IOException {
    MetaYaml description =
        Files.exists(file)
            ? MetaYaml.read(file)
            : new MetaYaml().with("flavors", Map.of("spot", Map.of("kind", "policy")));
    Files.writeString(
        file,
        description
            .with("artifact_path", location)
            .with("model_id", id)
            .with("run_id", run.id())
            .with("utc_time_created", UTC.format(Instant.ofEpochMilli(millis)))
            .render());
  }

  /** Removes the models that the run logged after a time, linked or not. */
  void rewind(long upToMillis) throws IOException {
    new ModelRegistry(run).rewind(upToMillis);
    for (Path model : FolderFiles.folders(run.experiment().resolve(Layout.MODELS))) {
      // Another run may be removing or adding its own models concurrently.
      if (MetaYaml.in(model)
          .filter(meta -> meta.text("source_run_id").equals(run.id()))
          .filter(meta -> meta.number("creation_timestamp") > upToMillis)
          .isPresent()) {
        AtomicFiles.deleteTree(run.outputs().resolve(model.getFileName()));
        AtomicFiles.deleteTree(model);
      }
    }
  }
}
