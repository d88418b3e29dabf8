package org.spotrl.mlflow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.tracking.DatasetReference;
import org.spotrl.mlflow.format.Json;
import org.spotrl.mlflow.format.Names;

/** What a run shares with its experiment: the data sets it read and the models it made. */
final class RunLinks {

  private static final long READY = 2;
  private static final String ML_MODEL = "MLmodel";

  /** Tags that a model takes over from its run, as MLflow's own client does. */
  private static final List<String> ORIGIN =
      List.of("mlflow.user", "mlflow.source.name", "mlflow.source.type");

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final RunFolder run;
  private final Supplier<String> ids;

  RunLinks(RunFolder run, Supplier<String> ids) {
    this.run = run;
    this.ids = ids;
  }

  /** Links a data set; one of the same name and digest is stored once for the experiment. */
  void dataset(DatasetReference dataset, String context) throws IOException {
    String id = hash(Names.dataset(dataset.name()), Names.digest(dataset.digest()));
    MetaYaml meta =
        new MetaYaml()
            .with("digest", dataset.digest())
            .with("name", dataset.name())
            .with("profile", profile(dataset))
            .with("schema", schema(dataset))
            .with("source", "{\"uri\": " + Json.quoted(dataset.source()) + "}")
            .with("source_type", dataset.sourceType());
    place(run.experiment().resolve(Layout.DATASETS).resolve(id), meta);
    MetaYaml input =
        new MetaYaml()
            .with("destination_id", run.id())
            .with("destination_type", "RUN")
            .with("source_id", id)
            .with("source_type", "DATASET")
            .with("tags", Map.of("mlflow.data.context", context));
    place(run.inputs().resolve(hash(id, run.id(), context)), input);
  }

  /** Stores a folder as a model that is ready for use, and links it as a result of the run. */
  void model(String name, Path source, long step, long millis) throws IOException {
    Names.model(name);
    if (!Files.isDirectory(source)) {
      throw new SpotInputException(
          "model '" + name + "' cannot be stored: " + source + " is not a folder.");
    }
    String id = "m-" + ids.get();
    Path model = run.experiment().resolve(Layout.MODELS).resolve(id);
    String location = run.uri(model.resolve(Layout.ARTIFACTS));
    MetaYaml meta =
        new MetaYaml()
            .with("artifact_location", location)
            .with("creation_timestamp", millis)
            .with("experiment_id", run.experimentId())
            .with("last_updated_timestamp", millis)
            .with("lifecycle_stage", "active")
            .with("model_id", id)
            .withNull("model_type")
            .with("name", name)
            .with("source_run_id", run.id())
            .with("status", READY)
            .withNull("status_message");
    FolderFiles.place(
        FolderFiles.stagingName(run.path()),
        model,
        staged -> {
          for (String folder : Layout.RUN_FOLDERS) {
            Files.createDirectory(staged.resolve(folder));
          }
          for (String tag : ORIGIN) {
            if (Files.isRegularFile(run.tags().resolve(tag))) {
              Files.copy(run.tags().resolve(tag), staged.resolve(Layout.TAGS).resolve(tag));
            }
          }
          Path artifacts = staged.resolve(Layout.ARTIFACTS);
          for (Path file : FolderFiles.filesBelow(source)) {
            String path = Names.path(source.relativize(file).toString().replace('\\', '/'));
            Path target = artifacts.resolve(path);
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
            FolderFiles.force(target);
          }
          if (!Files.exists(artifacts.resolve(ML_MODEL))) {
            Files.writeString(
                artifacts.resolve(ML_MODEL), description(id, run.id(), location, millis));
          }
          Files.writeString(staged.resolve(Layout.META), meta.render());
        });
    MetaYaml output =
        new MetaYaml()
            .with("destination_id", id)
            .with("destination_type", "MODEL_OUTPUT")
            .with("source_id", id)
            .with("source_type", "RUN_OUTPUT")
            .with("step", step)
            .with("tags", Map.of());
    place(run.outputs().resolve(id), output);
  }

  /** Removes the models that the run made after a moment, also one that a kill left unlinked. */
  void rewind(long upToMillis) throws IOException {
    Path models = run.experiment().resolve(Layout.MODELS);
    if (!Files.isDirectory(models)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(models, "m-*")) {
      for (Path model : entries) {
        // Another run may be removing or making its own models at the same time.
        Path file = model.resolve(Layout.META);
        if (!Files.isRegularFile(file)) {
          continue;
        }
        MetaYaml meta = MetaYaml.read(file);
        if (meta.text("source_run_id").orElse("").equals(run.id())
            && meta.number("creation_timestamp").orElse(0) > upToMillis) {
          FolderFiles.delete(run.outputs().resolve(model.getFileName()));
          FolderFiles.delete(model);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** A folder with a meta.yaml; one that is there already says the same and stays. */
  private void place(Path folder, MetaYaml meta) throws IOException {
    if (!Files.exists(folder)) {
      FolderFiles.place(
          FolderFiles.stagingName(run.path()),
          folder,
          staged -> Files.writeString(staged.resolve(Layout.META), meta.render()));
    }
  }

  private static String description(String id, String runId, String location, long millis) {
    return new MetaYaml()
        .with("artifact_path", location)
        .with("flavors", Map.of("spot", Map.of("kind", "policy")))
        .with("model_id", id)
        .with("run_id", runId)
        .with("utc_time_created", UTC.format(Instant.ofEpochMilli(millis)))
        .render();
  }

  private static String profile(DatasetReference dataset) {
    return "{\"num_rows\": " + dataset.transitions() + "}";
  }

  private static String schema(DatasetReference dataset) {
    return "{\"mlflow_colspec\": ["
        + column("observation", dataset.observationDim())
        + ", "
        + column("action", dataset.actionDim())
        + ", "
        + column("reward", 1)
        + ", "
        + column("next_observation", dataset.observationDim())
        + "]}";
  }

  private static String column(String name, int numbers) {
    String shape = numbers == 1 ? "float" : "float[" + numbers + "]";
    return "{\"name\": \"" + name + "\", \"type\": \"" + shape + "\", \"required\": true}";
  }

  private static String hash(String... parts) {
    try {
      // MLflow's own choice for these names; nothing rests on its strength.
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      for (String part : parts) {
        md5.update(part.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(md5.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java platform has MD5", e);
    }
  }
}
