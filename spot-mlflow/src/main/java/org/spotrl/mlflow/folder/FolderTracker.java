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
 * Records runs in MLflow's folder layout, without server and Python; safe on a shared disk.
 *
 * <p>Any number of processes may record different runs in one folder. All artifact URIs are
 * relative to the folder's parent, so the folder can be moved and copied as a whole. A server that
 * shows it must run in that parent.
 *
 * <p>A tag {@code experiment.NAME} sets the tag {@code NAME} of the experiment instead of the run,
 * unless the experiment has it already. An example is {@code
 * experiment.mlflow.experiment.primaryMetric.name}.
 */
public final class FolderTracker implements Tracker {

  private final Path root;
  private final Clock clock;
  private final Supplier<String> ids;
  private final String user;

  /**
   * Creates a tracker; the folder is created with the first run.
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
   * Creates a tracker with the given clock, ids and user.
   *
   * @param ids returns 32 new hexadecimal digits on each call
   */
  FolderTracker(Path root, Clock clock, Supplier<String> ids, String user) {
    this.root = root.toAbsolutePath().normalize();
    this.clock = clock;
    this.ids = ids;
    this.user = user;
    if (this.root.getParent() == null) {
      throw new SpotInputException(
          "runs cannot be recorded in %s: give a folder below it, for example %s."
              .formatted(root, root.resolve("mlruns")));
    }
    if (Files.exists(this.root) && !Files.isDirectory(this.root)) {
      throw new SpotInputException(
          "runs cannot be recorded in " + root + ": it is a file. Give a folder.");
    }
  }

  /**
   * Checks that runs of an experiment can be recorded, without writing anything.
   *
   * @throws SpotInputException if the folder cannot be created or written, or the experiment was
   *     deleted
   */
  public void requireWritable(String experiment) {
    Path existing = root;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      throw new SpotInputException(
          "runs cannot be recorded in %s: %s. Check its owner and permissions, or set tracking.folder to another folder."
              .formatted(
                  root,
                  Files.isDirectory(existing)
                      ? "no permission to write to " + existing
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
          new ExperimentFolders(root).findOrCreate(description.experiment(), clock.millis());
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
            "run %s in %s was deleted: restore it in MLflow or start a new run."
                .formatted(runId, folder.path()));
      }
      AtomicFiles.cleanStaging(folder.path());
      Layout.makeFolders(folder.path());
      // Points after a lost checkpoint may have come back from a server; they are not repeated.
      Map<String, Set<Long>> kept = new HashMap<>();
      // Includes points that are removed below: a server may still have them, and new points must
      // be
      // later.
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
          ("run id %s is not allowed: use letters, digits, '-' and '_'. The id is the name of the"
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
        ("there is no run %s in %s. The id is the name of the run's folder. Was the run recorded"
                + " in another tracking folder?")
            .formatted(runId, root));
  }

  /** Creates the tracking folder if necessary; it may be a link to a folder. */
  static void makeRoot(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      Files.createDirectories(root);
    }
  }

  /** Writes a new run. {@code meta.yaml} comes last, because it makes the run visible. */
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
        // An existing tag may have been edited in MLflow, so it stays.
        experimentTags.put(ofExperiment, tag.getValue());
      }
    }
    tags.put("mlflow.runName", description.runName());
    FolderFiles.write(folder.tags(), "tag", tags);
    // Staged in the run's folder, because every file in the tags folder is a tag.
    FolderFiles.replace(folder.path(), experimentFolder, "tag", experimentTags);
    MetaYaml meta = folder.startedMeta(description.runName(), user, clock.millis());
    AtomicFiles.replace(folder.path(), folder.meta(), meta.render());
  }
}
