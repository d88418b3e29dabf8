package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.tracking.ModelDescription;
import org.spotrl.mlflow.format.Names;

/**
 * The model registry of a tracking folder. The alias {@value #NEWEST} marks the last version of a
 * registered model. Any number of runs may add versions concurrently.
 */
record ModelRegistry(RunFolder run) {

  /** The alias of the last version; MLflow reserves {@code latest}. */
  static final String NEWEST = "newest";

  private static final Pattern VERSION = Pattern.compile("version-([1-9][0-9]{0,8})");
  private static final String ALIASES = "aliases";

  private Path models() {
    return run.root().resolve(Layout.MODELS);
  }

  /**
   * Adds a model as the next version of a registered model, which is created if necessary.
   *
   * @param tags tags of the version
   * @return the version number
   */
  int add(
      ModelDescription model,
      String modelId,
      String location,
      Map<String, String> tags,
      long millis)
      throws IOException {
    String name = model.registeredAs();
    Path registered = models().resolve(Names.model(name));
    MetaYaml first =
        new MetaYaml()
            .with("aliases", Map.of())
            .with("creation_timestamp", millis)
            .with("description", null)
            .with("last_updated_timestamp", millis)
            .with("name", name);
    if (!Files.exists(registered)) {
      FolderFiles.place(run, registered, first);
    }
    MetaYaml meta =
        new MetaYaml()
            .with("creation_timestamp", millis)
            .with("current_stage", "None")
            .with("description", model.description().isBlank() ? null : model.description())
            .with("last_updated_timestamp", millis)
            .with("model_id", modelId)
            .with("name", name)
            .with("run_id", run.id())
            .with("run_link", null)
            .with("source", "models:/" + modelId)
            .with("status", "READY")
            .with("status_message", null)
            .with("storage_location", location)
            .with("user_id", MetaYaml.read(run.meta()).text("user_id"));
    int version = make(registered, meta, tags);
    Path file = registered.resolve(Layout.META);
    // A damaged file is replaced.
    MetaYaml named = MetaYaml.in(registered, "name").orElse(first);
    AtomicFiles.replace(run.path(), file, named.with("last_updated_timestamp", millis).render());
    setAlias(registered, version);
    return version;
  }

  private int make(Path registered, MetaYaml meta, Map<String, String> tags) throws IOException {
    while (true) {
      int version = highest(registered).orElse(0) + 1;
      meta.with("version", version);
      if (AtomicFiles.createFolder(
          AtomicFiles.stagingName(run.path()),
          registered.resolve("version-" + version),
          staged -> {
            meta.writeInto(staged);
            FolderFiles.write(staged.resolve(Layout.TAGS), "tag", tags);
          })) {
        return version;
      }
      // Another run took this number meanwhile.
    }
  }

  private void setAlias(Path registered, int version) throws IOException {
    Path aliases = Files.createDirectories(registered.resolve(ALIASES));
    AtomicFiles.replace(run.path(), aliases.resolve(NEWEST), Integer.toString(version));
  }

  /** The registered name of a model; empty if it is not registered. */
  String nameOf(String modelId) throws IOException {
    for (Path registered : FolderFiles.folders(models())) {
      for (Path version : versions(registered)) {
        if (MetaYaml.in(version).filter(m -> m.text("model_id").equals(modelId)).isPresent()) {
          return registered.getFileName().toString();
        }
      }
    }
    return "";
  }

  /** Removes the versions that the run added after a time. */
  void rewind(long upToMillis) throws IOException {
    for (Path registered : FolderFiles.folders(models())) {
      boolean removed = false;
      for (Path version : versions(registered)) {
        // Another run may be removing its own versions concurrently.
        if (MetaYaml.in(version)
            .filter(meta -> meta.text("run_id").equals(run.id()))
            .filter(meta -> meta.number("creation_timestamp") > upToMillis)
            .isPresent()) {
          AtomicFiles.deleteTree(version);
          removed = true;
        }
      }
      if (removed) {
        OptionalInt left = highest(registered);
        if (left.isPresent()) {
          setAlias(registered, left.getAsInt());
        } else {
          Files.deleteIfExists(registered.resolve(ALIASES).resolve(NEWEST));
        }
      }
    }
  }

  private static OptionalInt highest(Path registered) throws IOException {
    return versions(registered).stream()
        .map(folder -> VERSION.matcher(folder.getFileName().toString()))
        .filter(Matcher::matches)
        .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
        .max();
  }

  private static List<Path> versions(Path registered) throws IOException {
    return FolderFiles.folders(registered).stream()
        .filter(folder -> folder.getFileName().toString().startsWith("version-"))
        .toList();
  }
}
