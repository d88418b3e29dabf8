package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.AtomicFiles;

/** The experiments of a tracking folder. */
record ExperimentFolders(Path root) {

  /** All active experiments, sorted by length of the id, then by id: 1, 2, 10. */
  List<RecordedExperiment> list() throws IOException {
    List<RecordedExperiment> found = new ArrayList<>();
    for (Path folder : folders(root)) {
      MetaYaml.ofExperiment(folder)
          .filter(MetaYaml::isActive)
          .ifPresent(meta -> found.add(experiment(folder, meta)));
    }
    found.sort(
        Comparator.<RecordedExperiment>comparingInt(e -> e.id().length())
            .thenComparing(RecordedExperiment::id));
    return found;
  }

  static RecordedExperiment experiment(Path folder, MetaYaml meta) {
    String id = folder.getFileName().toString();
    String name = meta.text("name").isEmpty() ? id : meta.text("name");
    return new RecordedExperiment(id, name, FolderFiles.texts(folder.resolve(Layout.TAGS)), folder);
  }

  /**
   * Returns the folder of the experiment with this name and creates it if necessary. Safe for
   * concurrent processes: an experiment is created in one step, under an unused id.
   *
   * @throws SpotInputException if the experiment was deleted
   */
  Path findOrCreate(String name, long millis) throws IOException {
    while (true) {
      List<Path> deleted = folders(root.resolve(Layout.TRASH));
      Set<String> taken = new HashSet<>();
      for (Path folder : Stream.concat(folders(root).stream(), deleted.stream()).toList()) {
        taken.add(folder.getFileName().toString());
        if (MetaYaml.ofExperiment(folder)
            .filter(meta -> meta.text("name").equals(name))
            .isEmpty()) {
          continue;
        }
        if (deleted.contains(folder)) {
          throw deleted(name, folder);
        }
        return folder;
      }
      int id = 1;
      while (taken.contains(Integer.toString(id))) {
        id++;
      }
      Path folder = root.resolve(Integer.toString(id));
      if (make(folder, name, millis)) {
        return folder;
      }
      // Another process took this id meanwhile, perhaps for the same experiment: search again.
    }
  }

  /**
   * Returns the name of an experiment that is not deleted.
   *
   * @throws SpotInputException if the experiment was deleted
   */
  String requireNotDeleted(String name) throws IOException {
    for (Path folder : folders(root.resolve(Layout.TRASH))) {
      if (MetaYaml.in(folder).filter(meta -> meta.text("name").equals(name)).isPresent()) {
        throw deleted(name, folder);
      }
    }
    return name;
  }

  private static SpotInputException deleted(String name, Path folder) {
    return new SpotInputException(
        ("experiment '%s' was deleted; it is in %s. Choose another name, restore it in"
                + " MLflow, or delete that folder.")
            .formatted(name, folder));
  }

  private boolean make(Path folder, String name, long millis) throws IOException {
    MetaYaml meta =
        new MetaYaml()
            .with("artifact_location", Layout.relativeUri(root, folder))
            .with("creation_time", millis)
            .with("experiment_id", folder.getFileName().toString())
            .with("last_update_time", millis)
            .with("lifecycle_stage", "active")
            .with("name", name);
    // MLflow ignores folders with this suffix.
    Path staging = root.resolve(AtomicFiles.stagingName(root).getFileName() + Layout.TRASH);
    return AtomicFiles.createFolder(
        staging,
        folder,
        staged -> {
          Files.createDirectory(staged.resolve(Layout.TAGS));
          meta.writeInto(staged);
        });
  }

  /** The experiment folders in a tracking folder or its trash, including damaged ones. */
  static List<Path> folders(Path parent) throws IOException {
    return FolderFiles.folders(parent).stream()
        .filter(folder -> Layout.EXPERIMENT_ID.matcher(folder.getFileName().toString()).matches())
        .filter(folder -> !Layout.NOT_EXPERIMENTS.contains(folder.getFileName().toString()))
        .toList();
  }
}
