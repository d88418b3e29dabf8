package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.Runs;
import org.spotrl.mlflow.format.RunState;

/**
 * Reads a tracking folder written by spot or by MLflow's file store, without deleted experiments
 * and runs.
 *
 * <p>All methods throw {@link org.spotrl.api.error.SpotRunException} if the folder cannot be read;
 * a folder that does not exist has no runs.
 */
public final class FolderRuns implements Runs {

  private final Path root;

  /**
   * Creates a reader.
   *
   * @param root usually {@code mlruns}
   */
  public FolderRuns(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * The runs of a tracking folder, of an experiment's folder or of a single run's folder, latest
   * start first.
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
              .runs(each -> each.folder().equals(experiment));
        });
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public List<String> experimentNames() {
    return experiments().stream().map(RecordedExperiment::name).toList();
  }

  /** The experiments, sorted by id as in 1, 2, 10. */
  public List<RecordedExperiment> experiments() {
    return FolderFiles.reading(root, () -> new ExperimentFolders(root).list());
  }

  @Override
  public List<RecordedRun> runs() {
    return runs(experiment -> true);
  }

  @Override
  public List<RecordedRun> runs(String experiment) {
    return runs(each -> each.name().equals(experiment));
  }

  private List<RecordedRun> runs(Predicate<RecordedExperiment> wanted) {
    return FolderFiles.reading(
        root,
        () -> {
          try {
            return experiments().stream()
                .filter(wanted)
                .flatMap(each -> active(each).stream())
                .sorted(
                    Comparator.comparingLong(RecordedRun::startMillis)
                        .reversed()
                        .thenComparing(RecordedRun::id))
                .toList();
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  /** The runs of an experiment that are not deleted, in any order. */
  private static List<RecordedRun> active(RecordedExperiment experiment) {
    return runFolders(experiment.folder()).parallelStream()
        .flatMap(
            folder ->
                MetaYaml.ofRun(folder).filter(MetaYaml::isActive).stream()
                    .map(meta -> run(experiment, folder, meta)))
        .toList();
  }

  /** The folders of all runs, sorted, including deleted and damaged ones. */
  List<Path> folders() {
    return FolderFiles.reading(
        root,
        () ->
            ExperimentFolders.folders(root).stream()
                .flatMap(experiment -> runFolders(experiment).stream())
                .toList());
  }

  /**
   * The names of this folder in the relative artifact URIs of its experiments and runs. They differ
   * from its present name if it was renamed or used through a link.
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

  /** Finds the run with this id. */
  public Optional<RecordedRun> find(String runId) {
    return runs().stream().filter(run -> run.id().equals(runId)).findFirst();
  }

  @Override
  public void addArtifacts(RunView run, String path, Path files) {
    RunFolder folder = RunFolder.of(((RecordedRun) run).folder());
    try {
      new RunArtifacts(folder, () -> "").copy(path, files);
    } catch (IOException e) {
      throw new SpotRunException(
          "the files in %s cannot be stored with run %s: %s"
              .formatted(files, run.id(), FolderFiles.message(e, root)),
          e);
    }
  }

  /** Does nothing: no file is open between calls. */
  @Override
  public void close() {}

  /** Reads the run in a folder; another process may be recording it. */
  public static RecordedRun read(RunFolder folder) throws IOException {
    MetaYaml experiment = MetaYaml.read(folder.experiment().resolve(Layout.META));
    try {
      return run(
          ExperimentFolders.experiment(folder.experiment(), experiment),
          folder.path(),
          MetaYaml.read(folder.meta()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static RecordedRun run(RecordedExperiment experiment, Path folder, MetaYaml meta) {
    String id = folder.getFileName().toString();
    Path nameTag = folder.resolve(Layout.TAGS).resolve("mlflow.runName");
    String name = meta.text("run_name");
    if (name.isEmpty()) {
      try {
        name = Files.isRegularFile(nameTag) ? Files.readString(nameTag) : id;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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
