package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.mlflow.format.Json;
import org.spotrl.mlflow.format.MetricPoint;
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
   * A tracker with the given clock, ids and user.
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
          "runs cannot be recorded in %s: name a folder below it, for example %s."
              .formatted(root, root.resolve("mlruns")));
    }
    if (Files.exists(this.root) && !Files.isDirectory(this.root)) {
      throw new SpotInputException(
          "runs cannot be recorded in " + root + ": it is a file. Name a folder.");
    }
  }

  /**
   * Checks, without writing anything, that runs of an experiment can be recorded here.
   *
   * @throws SpotInputException if the folder cannot be made or written to, or the experiment was
   *     deleted
   */
  public void requireWritable(String experiment) {
    Path existing = root;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      throw new SpotInputException(
          "runs cannot be recorded in %s: %s. Check its owner and its rights, or name another folder by tracking.folder."
              .formatted(
                  root,
                  Files.isDirectory(existing)
                      ? "writing into " + existing + " is not permitted"
                      : existing + " is a file, not a folder"));
    }
    FolderFiles.reading(root, () -> new ExperimentFolders(root).requireNotDeleted(experiment));
  }

  @Override
  public TrackedRun start(RunDescription description) {
    Names.experiment(description.experiment());
    Names.run(description.runName());
    description.parameters().keySet().forEach(name -> Names.key("parameter", name));
    description.tags().keySet().forEach(name -> Names.key("tag", name));
    try {
      makeRoot(root);
      Path experiment =
          new ExperimentFolders(root).findOrMake(description.experiment(), clock.millis());
      RunFolder folder = new RunFolder(root, experiment, experiment.resolve(ids.get()));
      write(folder, description);
      return new FolderTrackedRun(folder, clock, ids, 0, Map.of());
    } catch (IOException e) {
      throw new SpotInputException(
          "the run cannot be recorded: " + FolderFiles.message(e, root), e);
    }
  }

  @Override
  public TrackedRun resume(String runId, long upToMillis) {
    try {
      RunFolder folder = find(runId);
      MetaYaml meta = MetaYaml.read(folder.meta(), "start_time", "status");
      if (!meta.isActive()) {
        throw new SpotInputException(
            "run %s in %s was deleted: restore it in MLflow, or start a new run."
                .formatted(runId, folder.path()));
      }
      AtomicFiles.cleanStaging(folder.path());
      Layout.makeFolders(folder.path());
      // A process whose later checkpoint was lost may have made points that came back from a
      // server.
      Map<String, Set<Long>> kept = new HashMap<>();
      // Also of points that go: a copy on a server still has them, and all new ones must be later.
      long latest = upToMillis;
      for (Map.Entry<String, Path> file : MetricFile.all(folder.metrics()).entrySet()) {
        Set<Long> steps = kept.computeIfAbsent(file.getKey(), name -> new HashSet<>());
        for (MetricPoint point : MetricFile.read(file.getValue())) {
          latest = Math.max(latest, point.millis());
          if (point.millis() <= upToMillis) {
            steps.add(point.step());
          }
        }
        MetricFile.rewind(folder.path(), folder.metrics(), file.getValue(), upToMillis);
      }
      meta.with("status", RunState.RUNNING.code()).with("end_time", null);
      AtomicFiles.replace(folder.path(), folder.meta(), meta.render());
      new RunModels(folder, ids).rewind(upToMillis);
      return new FolderTrackedRun(folder, clock, ids, latest + 1, kept);
    } catch (IOException e) {
      throw new SpotInputException(
          "run " + runId + " cannot be resumed: " + FolderFiles.message(e, root), e);
    }
  }

  private RunFolder find(String runId) throws IOException {
    if (!RunFolder.isId(runId)) {
      throw new SpotInputException(
          ("run id %s is not allowed: it has letters, digits, '-' and '_', and is the name of the"
                  + " run's folder in %s.")
              .formatted(Json.quoted(runId), root));
    }
    for (RecordedExperiment experiment : new ExperimentFolders(root).list()) {
      RunFolder folder =
          new RunFolder(root, experiment.folder(), experiment.folder().resolve(runId));
      if (Files.exists(folder.meta())) {
        return folder;
      }
    }
    throw new SpotInputException(
        ("there is no run %s in %s: its id is the name of its folder there. Was the folder of the"
                + " runs another one?")
            .formatted(runId, root));
  }

  /** Makes the folder of runs if need be; a link to a folder is one. */
  static void makeRoot(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      Files.createDirectories(root);
    }
  }

  /** Writes all of a new run; {@code meta.yaml}, which makes it one, comes last. */
  private void write(RunFolder folder, RunDescription description) throws IOException {
    Files.createDirectory(folder.path());
    Layout.makeFolders(folder.path());
    FolderFiles.write(folder.params(), "parameter", description.parameters());
    Map<String, String> tags = new TreeMap<>();
    tags.put("mlflow.user", user);
    tags.put("mlflow.source.name", description.source());
    tags.put("mlflow.source.type", "LOCAL");
    if (!description.note().isEmpty()) {
      tags.put("mlflow.note.content", description.note());
    }
    Path experimentFolder = folder.experiment().resolve(Layout.TAGS);
    Map<String, String> experimentTags = new TreeMap<>();
    for (Map.Entry<String, String> tag : description.tags().entrySet()) {
      String ofExperiment = tag.getKey().replaceFirst("^experiment[.]", "");
      if (ofExperiment.equals(tag.getKey())) {
        tags.put(tag.getKey(), tag.getValue());
      } else if (!Files.exists(experimentFolder.resolve(ofExperiment))) {
        // What was written about the experiment in MLflow stays.
        experimentTags.put(ofExperiment, tag.getValue());
      }
    }
    tags.put("mlflow.runName", description.runName());
    FolderFiles.write(folder.tags(), "tag", tags);
    // Staged in the run's folder: each file among the tags counts as one.
    FolderFiles.replace(folder.path(), experimentFolder, "tag", experimentTags);
    MetaYaml meta = folder.startedMeta(description.runName(), user, clock.millis());
    AtomicFiles.replace(folder.path(), folder.meta(), meta.render());
  }
}
