package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.FolderFiles;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.folder.RunFolder;
import org.spotrl.mlflow.folder.RunImport;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.server.ArtifactFile;
import org.spotrl.mlflow.server.ArtifactStore;
import org.spotrl.mlflow.server.Retry;
import org.spotrl.mlflow.server.ServerException;
import org.spotrl.mlflow.server.ServerExperiment;
import org.spotrl.mlflow.server.ServerRefused;
import org.spotrl.mlflow.server.ServerRun;
import org.spotrl.mlflow.server.TrackingServer;

/**
 * Downloads a run from a server into a folder, under its original id, so that it can be resumed.
 * Models are not downloaded: they are logged at the end of a run.
 */
public record RunPull(TrackingServer server, ProgressListener progress, Retry retry) {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long KILO = 1000;

  /**
   * Creates a pull that waits up to a minute for an unavailable server.
   *
   * @param progress receives the progress in kilobytes
   */
  public RunPull(TrackingServer server, ProgressListener progress) {
    this(server, progress, new Retry(PATIENCE));
  }

  private record Found(ServerExperiment experiment, ServerRun run) {
    /** The id of the run's folder, or the server's id if the run was not sent from a folder. */
    String folderId() {
      return run.tags().getOrDefault(RunView.FOLDER_ID, run.id());
    }
  }

  /**
   * Downloads a run into a tracking folder; does nothing if the folder has it already.
   *
   * @param id the id of the run's folder or the server's id
   * @param root the tracking folder, created if necessary
   * @return the run's folder
   * @throws SpotInputException if the server has no such run
   * @throws SpotRunException if the download fails; readers do not see the incomplete run
   */
  public Path pull(String id, Path root) {
    Path folder = root.toAbsolutePath().normalize();
    return FolderFiles.doing(
        "run %s cannot be pulled to %s".formatted(id, folder), folder, () -> pullInto(id, folder));
  }

  private Path pullInto(String id, Path folder) throws IOException {
    try {
      Found found = find(id);
      if (!RunFolder.isId(found.folderId())) {
        throw new SpotInputException(
            "the tag spot.run_id of run %s on %s is '%s', which is not a valid run id"
                .formatted(id, server.address(), found.folderId()));
      }
      Optional<RecordedRun> there = new FolderRuns(folder).find(found.folderId());
      return there.isPresent() ? there.get().folder() : pull(found, folder);
    } catch (ServerException e) {
      throw new SpotRunException(
          "run %s cannot be pulled from %s: %s".formatted(id, server.address(), e.getMessage()), e);
    }
  }

  private Found find(String id) {
    List<ServerExperiment> experiments = retry.call(server::experiments);
    for (ServerExperiment experiment : experiments) {
      Optional<ServerRun> run =
          retry.call(() -> server.findRun(experiment.id(), RunView.FOLDER_ID, id));
      if (run.isPresent()) {
        return new Found(experiment, run.get());
      }
    }
    try {
      ServerRun run = retry.call(() -> server.run(id));
      return experiments.stream()
          .filter(experiment -> experiment.id().equals(run.experimentId()))
          .findFirst()
          .map(experiment -> new Found(experiment, run))
          .orElseThrow(() -> absent(id));
    } catch (ServerRefused e) {
      if (e.isUnauthorized()) {
        throw e;
      }
      if (e.isForbidden()) {
        throw new ServerRefused(
            e.getMessage()
                + " MLflow 3 gives the same answer for a run that does not exist: check the id.",
            e.status(),
            e.code());
      }
      throw absent(id);
    }
  }

  private SpotInputException absent(String id) {
    return new SpotInputException(
        "%s has no run with id %s; give the full id, of the server or of the run's folder"
            .formatted(server.address(), id));
  }

  private Path pull(Found found, Path root) throws IOException {
    ServerExperiment experiment = found.experiment();
    ServerRun remote = found.run();
    RunImport.Target target =
        new RunImport.Target(experiment.name(), experiment.tags(), remote.startMillis());
    try (RunImport run = RunImport.begin(root, target, found.folderId())) {
      write(remote, run);
      return run.folder().path();
    }
  }

  private void write(ServerRun remote, RunImport run) throws IOException {
    Map<String, String> tags = new TreeMap<>(remote.tags());
    tags.keySet().removeAll(List.of(RunView.FOLDER_ID, RunSync.COMPLETE));
    run.texts(remote.parameters(), tags);
    for (String metric : remote.latest().keySet()) {
      run.points(metric, retry.call(() -> server.history(remote.id(), metric)));
    }
    for (DatasetInput input : remote.datasets()) {
      run.dataset(input);
    }
    fetch(remote, run.folder());
    run.complete(
        remote.name(),
        tags.getOrDefault("mlflow.user", ""),
        remote.state(),
        remote.startMillis(),
        remote.endMillis());
  }

  private void fetch(ServerRun remote, RunFolder run) throws IOException {
    ArtifactStore store = server.artifacts(remote);
    SentFiles sent = SentFiles.of(run.path(), remote.id());
    List<ArtifactFile> files = retry.call(store::files);
    long total = files.stream().mapToLong(ArtifactFile::size).sum();
    long done = 0;
    for (ArtifactFile file : files) {
      try {
        Path place = retry.call(() -> store.getBelow(file.path(), run.artifacts()));
        sent.add(file.path(), LocalFiles.Version.of(place));
      } catch (ServerRefused e) {
        // A run that is still training may have replaced its checkpoints meanwhile.
        if (!e.isAbsent()) {
          throw e;
        }
      }
      done += file.size();
      progress.report("pull kB", done / KILO, total / KILO, Map.of());
    }
  }
}
