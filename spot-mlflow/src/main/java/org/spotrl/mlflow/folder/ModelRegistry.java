package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.mlflow.format.Names;

/**
 * The model registry of a tracking folder: for each name its versions, and the alias {@value
 * #NEWEST} of the last one. Any number of runs may add versions at once.
 */
final class ModelRegistry {

  /** The alias that moves on with each version; MLflow keeps {@code latest} for itself. */
  static final String NEWEST = "newest";

  private static final String VERSION = "version-";
  private static final String ALIASES = "aliases";
  private static final int CLAIMS = 10_000;

  private final RunFolder run;
  private final Path models;

  /** The registry of a run's tracking folder. */
  ModelRegistry(RunFolder run) {
    this.run = run;
    this.models = run.root().resolve(Layout.MODELS);
  }

  /**
   * Makes a model the next version under a name; the name is made if need be.
   *
   * @param description of the version, may be empty
   * @param labels of the version
   * @return the number of the version
   */
  int add(
      String name,
      String modelId,
      String location,
      String description,
      Map<String, String> labels,
      long millis)
      throws IOException {
    Path registered = models.resolve(Names.model(name));
    MetaYaml meta =
        new MetaYaml()
            .with("aliases", Map.of())
            .with("creation_timestamp", millis)
            .withNull("description")
            .with("last_updated_timestamp", millis)
            .with("name", name);
    if (!Files.exists(registered)) {
      place(registered, meta, Map.of());
    }
    int version = claim(registered, version(name, modelId, location, description, millis), labels);
    Path file = registered.resolve(Layout.META);
    FolderFiles.replace(
        run.path(), file, MetaYaml.read(file).with("last_updated_timestamp", millis).render());
    point(registered, version);
    return version;
  }

  private MetaYaml version(
      String name, String modelId, String location, String description, long millis)
      throws IOException {
    String user = MetaYaml.read(run.meta()).text("user_id").orElse("");
    MetaYaml meta = new MetaYaml().with("creation_timestamp", millis).with("current_stage", "None");
    return (description.isBlank()
            ? meta.withNull("description")
            : meta.with("description", description))
        .with("last_updated_timestamp", millis)
        .with("model_id", modelId)
        .with("name", name)
        .with("run_id", run.id())
        .withNull("run_link")
        .with("source", "models:/" + modelId)
        .with("status", "READY")
        .withNull("status_message")
        .with("storage_location", location)
        .with("user_id", user);
  }

  private int claim(Path registered, MetaYaml meta, Map<String, String> labels) throws IOException {
    for (int attempt = 0; attempt < CLAIMS; attempt++) {
      int version = highest(registered).orElse(0) + 1;
      if (place(registered.resolve(VERSION + version), meta.with("version", version), labels)) {
        return version;
      }
      // Another run took this number in the meantime.
    }
    throw new SpotRunException(
        "the model could not be registered in "
            + registered
            + ": its version numbers are taken by others faster than they can be claimed. Start"
            + " fewer runs at once.");
  }

  private boolean place(Path folder, MetaYaml meta, Map<String, String> labels) throws IOException {
    return FolderFiles.place(
        FolderFiles.stagingName(run.path()),
        folder,
        staged -> {
          Files.writeString(staged.resolve(Layout.META), meta.render());
          if (!labels.isEmpty()) {
            NamedTexts.write(Files.createDirectory(staged.resolve(Layout.TAGS)), "tag", labels);
          }
        });
  }

  private void point(Path registered, int version) throws IOException {
    Path aliases = Files.createDirectories(registered.resolve(ALIASES));
    FolderFiles.replace(run.path(), aliases.resolve(NEWEST), Integer.toString(version));
  }

  /** The name under which a model is registered; empty if it is not. */
  String nameOf(String modelId) throws IOException {
    for (Path registered : folders(models, "*")) {
      for (Path version : folders(registered, VERSION + "*")) {
        Optional<MetaYaml> meta = ExperimentFolders.meta(version);
        if (meta.flatMap(m -> m.text("model_id")).filter(modelId::equals).isPresent()) {
          return registered.getFileName().toString();
        }
      }
    }
    return "";
  }

  /** Removes the versions that the run made after a moment. */
  void rewind(long upToMillis) throws IOException {
    for (Path registered : folders(models, "*")) {
      boolean removed = false;
      for (Path version : folders(registered, VERSION + "*")) {
        Path file = version.resolve(Layout.META);
        // Another run may be removing its own versions at the same time.
        if (Files.isRegularFile(file) && isLater(MetaYaml.read(file), upToMillis)) {
          FolderFiles.delete(version);
          removed = true;
        }
      }
      if (removed) {
        OptionalInt left = highest(registered);
        if (left.isPresent()) {
          point(registered, left.getAsInt());
        } else {
          Files.deleteIfExists(registered.resolve(ALIASES).resolve(NEWEST));
        }
      }
    }
  }

  private boolean isLater(MetaYaml version, long millis) {
    return version.text("run_id").orElse("").equals(run.id())
        && version.number("creation_timestamp").orElse(0) > millis;
  }

  private static OptionalInt highest(Path registered) throws IOException {
    return folders(registered, VERSION + "*").stream()
        .map(folder -> folder.getFileName().toString().substring(VERSION.length()))
        .filter(number -> number.matches("[1-9][0-9]{0,8}"))
        .mapToInt(Integer::parseInt)
        .max();
  }

  private static List<Path> folders(Path parent, String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(parent)) {
      return found;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, glob)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry)) {
          found.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }
}
