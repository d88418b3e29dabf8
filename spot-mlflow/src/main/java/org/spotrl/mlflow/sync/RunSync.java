package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
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

/**
 * Makes a server's copy of a run equal to its folder, pass by pass; each sends what is new since
 * the last one. It may be killed at any moment and begun again by another process: nothing is made
 * twice, nothing is lost. The folder may be written meanwhile. One thread at a time passes; {@link
 * #left} may be asked by others.
 */
final class RunSync {

  private final RunFolder folder;
  private final SyncTarget target;
  private final LongConsumer done;
  private final ServerCopy copies;
  private volatile @Nullable Copy copy;
  private RunState sentState = RunState.RUNNING;
  private long sentEnd;
  private String sentChecksum = "";

  /** What a run consists of, each with its own sync; made when the server's run is known. */
  private record Copy(
      ServerRun run,
      ParameterSync parameters,
      MetricSync metrics,
      Set<DatasetInput> datasets,
      ArtifactSync artifacts,
      ModelSync models,
      String url) {}

  /**
   * A sync of one run.
   *
   * @param done gets the bytes of each file that is on the server: sent now, or there already
   */
  RunSync(RunFolder folder, SyncTarget target, LongConsumer done) {
    this.folder = folder;
    this.target = target;
    this.done = done;
    this.copies = new ServerCopy(target);
  }

  /**
   * Sends what is new.
   *
   * @return a line for each thing that the server refuses
   * @throws ServerUnavailable if the server is away; the next pass continues
   * @throws ServerRefused if the run cannot be sent at all
   * @throws IOException if the folder cannot be read
   */
  List<String> pass() throws IOException {
    // Before anything is read: what changes from here on makes another one.
    String checksum = LocalFiles.checksum(folder.path());
    RecordedRun run = FolderRuns.read(folder);
    Copy to = copy;
    if (to == null) {
      to = open(run);
      copy = to;
    }
    Refusals refusals = new Refusals();
    String id = to.run().id();
    // Its tags may have changed.
    target.experimentId(run.experiment());
    to.parameters().pass(run, id, refusals);
    to.metrics().pass(id, refusals);
    sendDatasets(to, refusals);
    to.artifacts().pass(refusals, done);
    to.models().pass(to.run(), refusals);
    copies.removeOthers(to.run());
    List<String> lines = refusals.lines();
    sendState(id, run, lines.isEmpty() ? checksum : "");
    return lines;
  }

  /** Whether the server has all of the run: known by one request and without reading files. */
  boolean isComplete() throws IOException {
    RecordedRun run = FolderRuns.read(folder);
    Optional<ServerRun> found = copies.find(run);
    return found.isPresent()
        && found.get().state() == run.state()
        && found.get().endMillis() == run.endMillis()
        && LocalFiles.checksum(folder.path()).equals(found.get().tags().get(ServerCopy.COMPLETE));
  }

  /** Whether the server had nothing of the run before this sync. */
  boolean isNew() {
    return copies.isMade();
  }

  /** The page of the run, once the server has it. */
  Optional<String> url() {
    return Optional.ofNullable(copy).map(Copy::url);
  }

  /** What is not sent yet; what the server refuses is not counted. */
  TransferSize left() throws IOException {
    Copy to = copy;
    MetricSync metrics =
        to == null ? new MetricSync(folder.metrics(), target, Set.of()) : to.metrics();
    TransferSize files = to == null ? LocalFiles.size(folder.artifacts()) : to.artifacts().left();
    return files.plus(new TransferSize(metrics.left(), 0, 0));
  }

  private Copy open(RecordedRun run) throws IOException {
    ServerRun made = copies.findOrMake(run);
    sentState = made.state();
    sentEnd = made.endMillis();
    sentChecksum = made.tags().getOrDefault(ServerCopy.COMPLETE, "");
    return new Copy(
        made,
        new ParameterSync(target, made, id -> copies.find(run, id).map(ServerRun::id)),
        new MetricSync(folder.metrics(), target, made.latest().keySet()),
        new HashSet<>(made.datasets()),
        new ArtifactSync(folder, made, target),
        new ModelSync(folder, target),
        ServerPages.run(target.server(), made));
  }

  private void sendDatasets(Copy to, Refusals refusals) throws IOException {
    for (DatasetInput input : RunDatasets.of(folder)) {
      if (!to.datasets().contains(input)) {
        Refusals.refusal(() -> target.server().dataset(to.run().id(), input))
            .ifPresentOrElse(
                reason -> refusals.add("data set " + input.name(), reason),
                () -> {
                  target.countOther();
                  to.datasets().add(input);
                });
      }
    }
  }

  /** Last of all: who sees the state of an ended run knows that all of it is there. */
  private void sendState(String id, RecordedRun run, String checksum) {
    if (run.state() != sentState || run.endMillis() != sentEnd) {
      target.server().update(id, run.state(), run.endMillis());
      target.countOther();
      sentState = run.state();
      sentEnd = run.endMillis();
    }
    if (run.endMillis() != 0 && !checksum.equals(sentChecksum)) {
      target.record(id, Map.of(), Map.of(ServerCopy.COMPLETE, checksum));
      sentChecksum = checksum;
    }
  }
}
