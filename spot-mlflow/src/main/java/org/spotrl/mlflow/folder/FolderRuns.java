package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.spotrl.mlflow.Runs;
import org.spotrl.mlflow.format.RunState;

/**
 * Reads a tracking folder, whoever wrote it: spot or MLflow's own file store. Deleted experiments
 * and runs are passed over.
 *
 * <p>All methods throw {@link org.spotrl.api.error.SpotRunException} if the folder cannot be read;
 * a folder that does not exist holds no runs.
 */
public final class FolderRuns implements Runs {

  private final Path root;

  /**
   * A reader of a folder.
   *
   * @param root usually {@code mlruns}
   */
  public FolderRuns(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * The runs in a folder, the one that started last first: those of a tracking folder, those of an
   * experiment, or the one whose own folder it is.
   */
  public static List<RecordedRun> at(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    return FolderFiles.reading(
        path,
        () -> {
          Optional<MetaYaml> meta = MetaYaml.in(path);
          if (meta.isEmpty()) {
            return new FolderRuns(path).runs();
          }
          if (!meta.get().text("run_id").isEmpty()) {
            return List.of(read(RunFolder.of(path)));
          }
          Path experiment = Layout.named(path, "experiment_id");
          return new FolderRuns(experiment.resolveSibling(""))
              .runs().stream().filter(run -> run.experiment().folder().equals(experiment)).toList();
        });
  }

  @Override
  public String place() {
    return root.toString();
  }

  @Override
  public List<String> experimentNames() {
    return experiments().stream().map(RecordedExperiment::name).toList();
  }

  /** The experiments, oldest id first. */
  public List<RecordedExperiment> experiments() {
    return FolderFiles.reading(root, () -> new ExperimentFolders(root).list());
  }

  @Override
  public List<RecordedRun> runs() {
    return FolderFiles.reading(
        root,
        () -> {
          List<RecordedRun> runs = new ArrayList<>();
          for (RecordedExperiment experiment : experiments()) {
            for (Path folder : runFolders(experiment.folder())) {
              Optional<MetaYaml> meta = MetaYaml.ofRun(folder).filter(MetaYaml::isActive);
              if (meta.isPresent()) {
                runs.add(run(experiment, folder, meta.get()));
              }
            }
          }
          runs.sort(
              Comparator.comparingLong(RecordedRun::startMillis)
                  .reversed()
                  .thenComparing(RecordedRun::id));
          return List.copyOf(runs);
        });
  }

  @Override
  public List<RecordedRun> runs(String experiment) {
    return runs().stream().filter(run -> run.experiment().name().equals(experiment)).toList();
  }

  /** The folders of all runs, deleted and damaged ones included, in the order of their names. */
  List<Path> folders() {
    return FolderFiles.reading(
        root,
        () ->
            ExperimentFolders.folders(root).stream()
                .flatMap(experiment -> runFolders(experiment).stream())
                .toList());
  }

  /**
   * The names that this folder has in the relative addresses of its runs: one that was renamed, or
   * that was recorded in through a link, has others than its own.
   */
  public Set<String> names() {
    return FolderFiles.reading(
        root,
        () -> {
          Set<String> names = new TreeSet<>();
          for (Path experiment : ExperimentFolders.folders(root)) {
            MetaYaml.in(experiment)
                .flatMap(meta -> Layout.rootName(meta.text("artifact_location")))
                .ifPresent(names::add);
          }
          for (Path run : folders()) {
            MetaYaml.in(run)
                .flatMap(meta -> Layout.rootName(meta.text("artifact_uri")))
                .ifPresent(names::add);
          }
          return names;
        });
  }

  private static List<Path> runFolders(Path experiment) {
    return FolderFiles.readableFolders(experiment).stream()
        .filter(folder -> RunFolder.isId(folder.getFileName().toString()))
        .filter(folder -> !Layout.NOT_RUNS.contains(folder.getFileName().toString()))
        .toList();
  }

  /** The run with this id. */
  public Optional<RecordedRun> find(String runId) {
    return runs().stream().filter(run -> run.id().equals(runId)).findFirst();
  }

  /** Nothing is open between calls. */
  @Override
  public void close() {}

  /** The run in a folder, which may be in use. */
  public static RecordedRun read(RunFolder folder) throws IOException {
    MetaYaml experiment = MetaYaml.read(folder.experiment().resolve(Layout.META));
    return run(
        ExperimentFolders.experiment(folder.experiment(), experiment),
        folder.path(),
        MetaYaml.read(folder.meta()));
  }

  private static RecordedRun run(RecordedExperiment experiment, Path folder, MetaYaml meta)
      throws IOException {
    String id = folder.getFileName().toString();
    Path nameTag = folder.resolve(Layout.TAGS).resolve("mlflow.runName");
    String name = meta.text("run_name");
    if (name.isEmpty()) {
      name = Files.isRegularFile(nameTag) ? Files.readString(nameTag) : id;
    }
    return new RecordedRun(
        id,
        name,
        experiment,
        RunState.ofCode(meta.number("status")),
        meta.number("start_time"),
        meta.number("end_time"),
        folder);
  }
}
