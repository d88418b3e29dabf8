package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.mlflow.format.Json;
import org.spotrl.mlflow.format.Names;
import org.spotrl.mlflow.format.RunState;

/**
 * Records runs in MLflow's folder layout: no server, no Python, safe on a disk that many machines
 * share.
 *
 * <p>Any number of processes may record different runs in one folder. All addresses in it are
 * relative to its parent, so it can be moved and copied as a whole; a server that shows it must run
 * in that parent.
 *
 * <p>A tag whose name starts with {@code experiment.} labels the experiment instead of the run, for
 * example {@code experiment.mlflow.experiment.primaryMetric.name}, unless it has that label.
 */
public final class FolderTracker implements Tracker {

  private static final String EXPERIMENT_TAG = "experiment.";

  private final Path root;
  private final Clock clock;
  private final Supplier<String> ids;
  private final String user;

  /**
   * A tracker for a folder, which is made when the first run starts.
   *
   * @param root usually {@code mlruns}
   * @throws SpotInputException if the path has no parent folder or is a file
   */
  public FolderTracker(Path root) {
    this(
        root,
        Clock.systemUTC(),
        () -> UUID.randomUUID().toString().replace("-", ""),
        System.getProperty("user.name", "unknown"));
  }

  /**
   * A tracker whose files can be foretold.
   *
   * @param ids gives 32 hexadecimal digits, others each time
   */
  FolderTracker(Path root, Clock clock, Supplier<String> ids, String user) {
    this.root = root.toAbsolutePath().normalize();
    this.clock = clock;
    this.ids = ids;
    this.user = user;
    if (this.root.getParent() == null) {
      throw new SpotInputException(
          "runs cannot be recorded in "
              + root
              + ": name a folder below it, for example "
              + root.resolve("mlruns")
              + ".");
    }
    if (Files.exists(this.root) && !Files.isDirectory(this.root)) {
      throw new SpotInputException(
          "runs cannot be recorded in " + root + ": it is a file. Name a folder.");
    }
  }

  @Override
  public TrackedRun start(RunDescription description) {
    Names.experiment(description.experiment());
    Names.run(description.runName());
    description.parameters().keySet().forEach(name -> Names.key("parameter", name));
    description.tags().keySet().forEach(name -> Names.key("tag", name));
    try {
      FolderFiles.makeFolder(root);
      Path experiment = new ExperimentFolders(root).findOrMake(description.experiment(), now());
      RunFolder folder = new RunFolder(root, experiment, experiment.resolve(ids.get()));
      write(folder, description);
      return new FolderTrackedRun(folder, clock, ids, 0, new RecordedSteps());
    } catch (IOException e) {
      throw new SpotInputException("the run cannot be recorded: " + FolderFiles.told(e, root), e);
    }
  }

  @Override
  public TrackedRun resume(String runId, long upToMillis) {
    try {
      RunFolder folder = find(runId);
      MetaYaml meta = MetaYaml.read(folder.meta());
      if (meta.text("lifecycle_stage").orElse("active").equals("deleted")) {
        throw new SpotInputException(
            "run "
                + runId
                + " in "
                + folder.path()
                + " was deleted: restore it in MLflow, or start anew.");
      }
      FolderFiles.cleanStaging(folder.path());
      for (String name : Layout.RUN_FOLDERS) {
        Files.createDirectories(folder.path().resolve(name));
      }
      RecordedSteps steps = new RecordedSteps();
      for (Path file : RecordedFiles.files(folder.metrics())) {
        steps.add(RecordedFiles.name(folder.metrics(), file), MetricFile.read(file), upToMillis);
        MetricFile.rewind(folder.path(), folder.metrics(), file, upToMillis);
      }
      meta.with("status", RunState.RUNNING.code()).withNull("end_time");
      FolderFiles.replace(folder.path(), folder.meta(), meta.render());
      new RunModels(folder, ids).rewind(upToMillis);
      return new FolderTrackedRun(
          folder, clock, ids, Math.max(upToMillis, steps.latestMillis()) + 1, steps);
    } catch (IOException e) {
      throw new SpotInputException(
          "run " + runId + " cannot be resumed: " + FolderFiles.told(e, root), e);
    }
  }

  private RunFolder find(String runId) throws IOException {
    if (!Layout.RUN_ID.matcher(runId).matches()) {
      throw new SpotInputException(
          "run id "
              + Json.quoted(runId)
              + " is not allowed: it has letters, digits, '-' and '_',"
              + " and is the name of the run's folder in "
              + root
              + ".");
    }
    for (RecordedExperiment experiment : new ExperimentFolders(root).list()) {
      RunFolder folder =
          new RunFolder(root, experiment.folder(), experiment.folder().resolve(runId));
      if (Files.isRegularFile(folder.meta())) {
        return folder;
      }
    }
    throw new SpotInputException(
        "there is no run "
            + runId
            + " in "
            + root
            + ": its id is the name of its folder there."
            + " Was the folder of the runs another one?");
  }

  /** Writes all of a new run; {@code meta.yaml}, which makes it one, comes last. */
  private void write(RunFolder folder, RunDescription description) throws IOException {
    Files.createDirectory(folder.path());
    for (String name : Layout.RUN_FOLDERS) {
      Files.createDirectory(folder.path().resolve(name));
    }
    NamedTexts.write(folder.params(), "parameter", description.parameters());
    Map<String, String> tags = new TreeMap<>();
    tags.put("mlflow.user", user);
    tags.put("mlflow.source.name", description.source());
    tags.put("mlflow.source.type", "LOCAL");
    if (!description.note().isEmpty()) {
      tags.put("mlflow.note.content", description.note());
    }
    Path experimentFolder = folder.experiment().resolve(Layout.TAGS);
    Map<String, String> experimentTags = new TreeMap<>();
    description
        .tags()
        .forEach(
            (name, value) -> {
              if (name.startsWith(EXPERIMENT_TAG)) {
                experimentTags.put(name.substring(EXPERIMENT_TAG.length()), value);
              } else {
                tags.put(name, value);
              }
            });
    tags.put("mlflow.runName", description.runName());
    NamedTexts.write(folder.tags(), "tag", tags);
    // What was written about the experiment in MLflow stays.
    experimentTags.keySet().removeIf(tag -> Files.exists(experimentFolder.resolve(tag)));
    // Staged in the run's folder: each file among the tags counts as one.
    NamedTexts.replace(folder.path(), experimentFolder, "tag", experimentTags);
    FolderFiles.replace(
        folder.path(),
        folder.meta(),
        RunMeta.started(folder, description.runName(), user, now()).render());
  }

  private long now() {
    return clock.millis();
  }
}
