package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;

/** The experiments of a tracking folder, and how a new one gets its id. */
final class ExperimentFolders {

  private static final int CLAIMS = 10_000;

  private final Path root;

  ExperimentFolders(Path root) {
    this.root = root;
  }

  /** All experiments that are not deleted, by age of their id: 1, 2, 10, then other names. */
  List<RecordedExperiment> list() throws IOException {
    List<RecordedExperiment> found = new ArrayList<>();
    for (Path folder : folders(root)) {
      Optional<MetaYaml> meta = meta(folder);
      if (meta.isPresent()
          && meta.get().text("lifecycle_stage").orElse("active").equals("active")) {
        found.add(experiment(folder, meta.get()));
      }
    }
    found.sort(
        Comparator.<RecordedExperiment>comparingInt(e -> e.id().length())
            .thenComparing(RecordedExperiment::id));
    return found;
  }

  /** The experiment in a folder. */
  static RecordedExperiment experiment(Path folder, MetaYaml meta) {
    String id = folder.getFileName().toString();
    Map<String, String> tags = RecordedFiles.texts(folder.resolve(Layout.TAGS));
    return new RecordedExperiment(id, meta.text("name").orElse(id), tags, folder);
  }

  /**
   * The folder of the experiment of this name, made if there is none. Any number of processes may
   * ask at once: an experiment appears whole, under an id that no other one can take.
   *
   * @throws SpotInputException if the experiment was deleted
   */
  Path findOrMake(String name, long millis) throws IOException {
    for (int attempt = 0; attempt < CLAIMS; attempt++) {
      Set<String> taken = new HashSet<>();
      for (Path folder : folders(root)) {
        taken.add(folder.getFileName().toString());
        if (isNamed(folder, name)) {
          return folder;
        }
      }
      for (Path folder : folders(root.resolve(Layout.TRASH))) {
        taken.add(folder.getFileName().toString());
        if (isNamed(folder, name)) {
          throw new SpotInputException(
              "experiment '"
                  + name
                  + "' was deleted; it lies in "
                  + folder
                  + ". Choose another name, restore it in MLflow, or remove that folder for good.");
        }
      }
      int id = 1;
      while (taken.contains(Integer.toString(id))) {
        id++;
      }
      Path folder = root.resolve(Integer.toString(id));
      if (claim(folder, name, millis)) {
        return folder;
      }
      // Another process took this id in the meantime; perhaps for the same experiment, so look.
    }
    throw new SpotRunException(
        "experiment '"
            + name
            + "' could not be made in "
            + root
            + ": its ids are taken by others"
            + " faster than they can be claimed. Start fewer runs at once.");
  }

  private boolean claim(Path folder, String name, long millis) throws IOException {
    MetaYaml meta =
        new MetaYaml()
            .with("artifact_location", Layout.relativeUri(root, folder))
            .with("creation_time", millis)
            .with("experiment_id", folder.getFileName().toString())
            .with("last_update_time", millis)
            .with("lifecycle_stage", "active")
            .with("name", name);
    // MLflow passes over folders whose names end so.
    Path made = root.resolve(FolderFiles.stagingName(root).getFileName() + Layout.TRASH);
    return FolderFiles.place(
        made,
        folder,
        staged -> {
          Files.createDirectory(staged.resolve(Layout.TAGS));
          Files.writeString(staged.resolve(Layout.META), meta.render());
        });
  }

  private static boolean isNamed(Path folder, String name) throws IOException {
    return meta(folder).flatMap(meta -> meta.text("name")).filter(name::equals).isPresent();
  }

  /** The meta.yaml of a folder, or nothing if it has none. */
  static Optional<MetaYaml> meta(Path folder) throws IOException {
    try {
      return Optional.of(MetaYaml.read(folder.resolve(Layout.META)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static List<Path> folders(Path parent) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (Layout.EXPERIMENT_ID.matcher(name).matches()
            && !Layout.NOT_EXPERIMENTS.contains(name)
            && Files.isDirectory(entry)) {
          found.add(entry);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }
}
