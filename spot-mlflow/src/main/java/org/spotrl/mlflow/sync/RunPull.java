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
 * Brings a run back from a server into a folder, under the id that it had in its own, so that it
 * can be resumed there. Its models stay where they are: they are made at the end of a run.
 */
public record RunPull(TrackingServer server, ProgressListener progress, Retry retry) {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long KILO = 1000;

  /**
   * A pull that waits a minute for a server that is away.
   *
   * @param progress gets how far it has come, in kilobytes
   */
  public RunPull(TrackingServer server, ProgressListener progress) {
    this(server, progress, new Retry(PATIENCE));
  }

  private record Found(ServerExperiment experiment, ServerRun run) {
    /** The id of its folder; a run that came from none has its own. */
    String folderId() {
      return run.tags().getOrDefault(RunView.FOLDER_ID, run.id());
    }
  }

  /**
   * Brings a run into a folder of runs; one that is there already stays as it is.
   *
   * @param id the id of the run's folder, or the server's own
   * @param root made if need be
   * @return the run's folder
   * @throws SpotInputException if the server has no such run
   * @throws SpotRunException if it cannot be brought; what was brought so far is no run
   */
  public Path pull(String id, Path root) {
    Path folder = root.toAbsolutePath().normalize();
    return FolderFiles.doing(
        "run %s cannot be brought to %s".formatted(id, folder), folder, () -> pullInto(id, folder));
  }

  private Path pullInto(String id, Path folder) throws IOException {
    try {
      Found found = find(id);
      if (!RunFolder.isId(found.folderId())) {
        throw new SpotInputException(
            "run %s on %s says that its folder was '%s', which is no name of one"
                .formatted(id, server.address(), found.folderId()));
      }
      Optional<RecordedRun> there = new FolderRuns(folder).find(found.folderId());
      return there.isPresent() ? there.get().folder() : pull(found, folder);
    } catch (ServerException e) {
      throw new SpotRunException(
          "run %s cannot be brought from %s: %s".formatted(id, server.address(), e.getMessage()),
          e);
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
                + " MLflow 3 answers the same for a run that does not exist: check the id.",
            e.status(),
            e.code());
      }
      throw absent(id);
    }
  }

  private SpotInputException absent(String id) {
    return new SpotInputException(
        "%s has no run %s, neither as its own id nor as that of its folder; give the whole id"
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
        // A run that is trained elsewhere replaces its checkpoints meanwhile.
        if (!e.isAbsent()) {
          throw e;
        }
      }
      done += file.size();
      progress.report("pull kB", done / KILO, total / KILO, Map.of());
    }
  }
}
