package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.folder.RunDatasets;
import org.spotrl.mlflow.folder.RunFolder;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.RunState;
import org.spotrl.mlflow.server.ServerPages;
import org.spotrl.mlflow.server.ServerRefused;
import org.spotrl.mlflow.server.ServerRun;
import org.spotrl.mlflow.server.ServerUnavailable;
import org.spotrl.mlflow.server.TrackingServer;

/**
 * Makes a server's copy of a run equal to its folder, pass by pass; each sends what is new since
 * the last one. It may be killed at any moment and begun again by another process: nothing is made
 * twice, nothing is lost. The folder may be written meanwhile. One thread at a time passes; {@link
 * #left} may be asked by others.
 */
final class RunSync {

  private final RunFolder folder;
  private final TrackingServer server;
  private final TransferCounter tally;
  private final SyncListener listener;
  private final ServerCopy copies;
  private volatile @Nullable Parts parts;

  /** The syncs of a run's parts, made when its copy is known. */
  private record Parts(
      ServerRun copy,
      TextSync texts,
      MetricSync metrics,
      Set<DatasetInput> datasets,
      ArtifactSync artifacts,
      ModelSync models,
      String url) {}

  private RunState sentState = RunState.RUNNING;
  private long sentEnd;
  private String sentComplete = "";

  /**
   * A sync of one run.
   *
   * @param experiments shared by the syncs of one server
   * @param tally counts what is sent
   * @param listener hears what a pass does
   */
  RunSync(
      RunFolder folder,
      TrackingServer server,
      ExperimentSync experiments,
      TransferCounter tally,
      SyncListener listener) {
    this.folder = folder;
    this.server = server;
    this.tally = tally;
    this.listener = listener;
    this.copies = new ServerCopy(server, experiments);
  }

  /**
   * Sends what is new.
   *
   * @return a line for each thing that the server refuses
   * @throws ServerUnavailable if the server is away; the next pass goes on
   * @throws ServerRefused if the run cannot be sent at all
   * @throws IOException if the folder cannot be read
   */
  List<String> pass() throws IOException {
    // Before anything is read: what changes from here on makes another one.
    String fingerprint = Fingerprint.of(folder);
    RecordedRun run = FolderRuns.read(folder);
    Parts there = parts;
    if (there == null) {
      there = open(run);
      parts = there;
    }
    Refusals problems = new Refusals();
    String id = there.copy().id();
    copies.experiment(run);
    there.texts().pass(run, id, problems);
    there.metrics().pass(id, problems);
    sendDatasets(there, problems);
    there.artifacts().pass(problems, listener);
    there.models().pass(there.copy(), problems);
    copies.removeOthers(there.copy());
    List<String> lines = problems.lines();
    sendState(id, run, lines.isEmpty() ? fingerprint : "");
    return lines;
  }

  /** Whether the server has all of the run: known by one request and without reading files. */
  boolean isComplete() throws IOException {
    RecordedRun run = FolderRuns.read(folder);
    Optional<ServerRun> found = copies.find(run);
    return found.isPresent()
        && found.get().state() == run.state()
        && found.get().endMillis() == run.endMillis()
        && Fingerprint.of(folder).equals(found.get().tags().get(ServerCopy.COMPLETE));
  }

  /** Whether the server had nothing of the run before this sync. */
  boolean isNew() {
    return copies.isMade();
  }

  /** The page of the run, once the server has it. */
  Optional<String> url() {
    Parts there = parts;
    return there == null ? Optional.empty() : Optional.of(there.url());
  }

  /** What is not sent yet; what the server refuses is not counted. */
  TransferSize left() throws IOException {
    Parts there = parts;
    MetricSync metrics =
        there == null ? new MetricSync(folder.metrics(), server, tally, Set.of()) : there.metrics();
    TransferSize files =
        there == null ? ArtifactSync.all(folder.artifacts()) : there.artifacts().left();
    return files.plus(new TransferSize(metrics.left(), 0, 0));
  }

  private Parts open(RecordedRun run) throws IOException {
    ServerRun copy = copies.findOrMake(run);
    sentState = copy.state();
    sentEnd = copy.endMillis();
    sentComplete = copy.tags().getOrDefault(ServerCopy.COMPLETE, "");
    return new Parts(
        copy,
        new TextSync(server, tally, listener, copy, id -> copies.find(run, id).map(ServerRun::id)),
        new MetricSync(folder.metrics(), server, tally, copy.latest().keySet()),
        new HashSet<>(copy.datasets()),
        new ArtifactSync(
            folder.artifacts(),
            SentFiles.of(folder.path(), copy.id()),
            tally,
            () -> server.artifacts(copy)),
        new ModelSync(folder, server, tally),
        ServerPages.run(server, copy));
  }

  private void sendDatasets(Parts there, Refusals problems) throws IOException {
    for (DatasetInput input : RunDatasets.of(folder)) {
      if (there.datasets().contains(input)) {
        continue;
      }
      Refusals.refusal(() -> server.dataset(there.copy().id(), input))
          .ifPresentOrElse(
              reason -> problems.add("data set " + input.name(), reason),
              () -> {
                tally.change();
                there.datasets().add(input);
              });
    }
  }

  /** Last of all: who sees the state of an ended run knows that all of it is there. */
  private void sendState(String id, RecordedRun run, String complete) {
    if (run.state() != sentState || run.endMillis() != sentEnd) {
      server.update(id, run.state(), run.endMillis());
      tally.change();
      sentState = run.state();
      sentEnd = run.endMillis();
    }
    if (run.endMillis() != 0 && !complete.equals(sentComplete)) {
      server.record(id, Map.of(), Map.of(ServerCopy.COMPLETE, complete), Map.of());
      sentComplete = complete;
    }
  }
}
