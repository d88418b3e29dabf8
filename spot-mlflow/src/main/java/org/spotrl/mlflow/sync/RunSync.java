package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.spotrl.mlflow.RunView;
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

  /** Tag of a copy: the checksum of the folder that the server has completely. */
  static final String COMPLETE = "spot.complete";

  private final RunFolder folder;
  private final SyncTarget target;
  private final LongConsumer done;
  private final Refusals refusals = new Refusals();
  private volatile @Nullable Copy copy;
  private RunState sentState = RunState.RUNNING;
  private long sentEnd;
  private String sentChecksum = "";
  private boolean isNew;
  private volatile String experimentPage = "";
  private String version = "";

  /** Whether a call that makes a run has ended without an answer. */
  private boolean unsure;

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
    // Its tags may have changed.
    String experimentId = target.experimentId(run.experiment());
    experimentPage =
        ServerPages.charts(
            target.server().address(), version, experimentId, run.experiment().tags());
    to.parameters().pass(run);
    to.metrics().pass();
    sendDatasets(to);
    to.artifacts().send(done);
    to.models().pass();
    removeOthers(to.run());
    sendState(to.run().id(), run);
    // Only now: a run that has not ended resumes from files that one that has ended does not need.
    to.artifacts().removeGone();
    List<String> lines = refusals.lines();
    sendChecksum(to.run().id(), run, lines.isEmpty() ? checksum : "");
    return lines;
  }

  /** Whether the server has all of the run: known by one request and without reading files. */
  boolean isComplete() throws IOException {
    RecordedRun run = FolderRuns.read(folder);
    Optional<ServerRun> found = find(run, run.id());
    return found.isPresent()
        && found.get().state() == run.state()
        && found.get().endMillis() == run.endMillis()
        && LocalFiles.checksum(folder.path()).equals(found.get().tags().get(COMPLETE));
  }

  /** Whether the server had nothing of the run before this sync. */
  boolean isNew() {
    return isNew;
  }

  /** The page of the run, once the server has it. */
  Optional<String> url() {
    return Optional.ofNullable(copy).map(Copy::url);
  }

  /** The page of the run's experiment, in the view that compares its methods. */
  Optional<String> experimentPage() {
    return Optional.of(experimentPage).filter(page -> !page.isEmpty());
  }

  /** What is not sent yet; what the server refuses is not counted. */
  TransferSize left() throws IOException {
    Copy to = copy;
    return to == null
        ? LocalFiles.size(folder.artifacts())
            .plus(new TransferSize(MetricSync.count(folder, metric -> false, metric -> 0), 0, 0))
        : to.artifacts().left().plus(new TransferSize(to.metrics().left(), 0, 0));
  }

  private Copy open(RecordedRun run) throws IOException {
    ServerRun made = find(run, run.id()).orElseGet(() -> make(run));
    version = target.server().version();
    sentState = made.state();
    sentEnd = made.endMillis();
    sentChecksum = made.tags().getOrDefault(COMPLETE, "");
    RunCopy pair = new RunCopy(folder, made, target, refusals);
    return new Copy(
        made,
        new ParameterSync(pair, id -> find(run, id).map(ServerRun::id)),
        new MetricSync(pair),
        new HashSet<>(made.datasets()),
        new ArtifactSync(pair),
        new ModelSync(pair),
        ServerPages.run(target.server(), made));
  }

  /** The copy of a run of the same experiment. */
  private Optional<ServerRun> find(RecordedRun run, String folderId) {
    String experimentId = target.experimentId(run.experiment());
    return target.server().findRun(experimentId, RunView.FOLDER_ID, folderId);
  }

  private ServerRun make(RecordedRun run) {
    Map<String, String> tags = new HashMap<>(run.tags());
    // The others follow; these cannot be set later, and that one is how the run is found again.
    tags.keySet()
        .removeIf(name -> !name.equals("mlflow.user") && !name.startsWith("mlflow.source"));
    tags.put(RunView.FOLDER_ID, run.id());
    String experimentId = target.experimentId(run.experiment());
    unsure = true;
    isNew = true;
    ServerRun made = target.server().createRun(experimentId, run.name(), run.startMillis(), tags);
    unsure = false;
    return made;
  }

  /**
   * Removes further copies: a request that nobody waited for any longer may have made one, after
   * another was made.
   */
  private void removeOthers(ServerRun kept) {
    if (unsure) {
      String folderId = kept.tags().getOrDefault(RunView.FOLDER_ID, "");
      for (ServerRun other : target.server().runs(kept.experimentId())) {
        if (!other.id().equals(kept.id()) && folderId.equals(other.tags().get(RunView.FOLDER_ID))) {
          target.server().deleteRun(other.id());
        }
      }
    }
    unsure = false;
  }

  private void sendDatasets(Copy to) throws IOException {
    for (DatasetInput input : RunDatasets.of(folder)) {
      String what = "data set " + input.name();
      if (!to.datasets().contains(input)
          && refusals.send(what, () -> target.server().dataset(to.run().id(), input))) {
        target.countOther();
        to.datasets().add(input);
      }
    }
  }

  /** After all else: who sees the state of an ended run knows that all of it is there. */
  private void sendState(String id, RecordedRun run) {
    if (run.state() != sentState || run.endMillis() != sentEnd) {
      target.server().update(id, run.state(), run.endMillis());
      target.countOther();
      sentState = run.state();
      sentEnd = run.endMillis();
    }
  }

  private void sendChecksum(String id, RecordedRun run, String checksum) {
    if (run.endMillis() != 0 && !checksum.equals(sentChecksum)) {
      target.record(id, Map.of(), Map.of(COMPLETE, checksum));
      sentChecksum = checksum;
    }
  }
}
