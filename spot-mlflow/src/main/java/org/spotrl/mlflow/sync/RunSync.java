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
 * Synchronizes a run from its folder to a server. Each pass sends what is new, while the run may
 * still be recorded. A killed sync can be repeated by another process: nothing is created twice or
 * lost. Only one thread at a time may call {@link #pass}; any thread may call {@link #left}.
 */
final class RunSync {

  /** Tag of a complete copy: the checksum of the folder. */
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

  /** Whether a call that creates a run may have failed without a response. */
  private boolean unsure;

  /** The syncs of a run's parts, created once the server's run is known. */
  private record Copy(
      ServerRun run,
      ParameterSync parameters,
      MetricSync metrics,
      Set<DatasetInput> datasets,
      ArtifactSync artifacts,
      ModelSync models,
      String url) {}

  /**
   * Creates a sync of one run.
   *
   * @param done receives the size in bytes of each file that is on the server, sent now or before
   */
  RunSync(RunFolder folder, SyncTarget target, LongConsumer done) {
    this.folder = folder;
    this.target = target;
    this.done = done;
  }

  /**
   * Sends what is new.
   *
   * @return a line for each item that the server refuses
   * @throws ServerUnavailable if the server is unavailable; the next pass continues
   * @throws ServerRefused if the run cannot be sent at all
   * @throws IOException if the folder cannot be read
   */
  List<String> pass() throws IOException {
    // Computed before reading, so that later changes give another checksum.
    String checksum = LocalFiles.checksum(folder.path());
    RecordedRun run = FolderRuns.read(folder);
    Copy to = copy;
    if (to == null) {
      to = open(run);
      copy = to;
    }
    // Also sends changed tags of the experiment.
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
    // Last, because a run that has not ended needs files to resume that an ended run does not need.
    to.artifacts().removeGone();
    List<String> lines = refusals.lines();
    sendChecksum(to.run().id(), run, lines.isEmpty() ? checksum : "");
    return lines;
  }

  /** Whether the server has the complete run. Makes one request and reads no files. */
  boolean isComplete() throws IOException {
    RecordedRun run = FolderRuns.read(folder);
    Optional<ServerRun> found = find(run, run.id());
    return found.isPresent()
        && found.get().state() == run.state()
        && found.get().endMillis() == run.endMillis()
        && LocalFiles.checksum(folder.path()).equals(found.get().tags().get(COMPLETE));
  }

  /** Whether the run was not on the server before. */
  boolean isNew() {
    return isNew;
  }

  /** The URL of the run's page, once the server has the run. */
  Optional<String> url() {
    return Optional.ofNullable(copy).map(Copy::url);
  }

  /** The URL of the experiment's charts, see {@link ServerPages#charts}. */
  Optional<String> experimentPage() {
    return Optional.of(experimentPage).filter(page -> !page.isEmpty());
  }

  /** What remains to be sent, without what the server refuses. */
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

  /** Finds the copy of a run in the same experiment. */
  private Optional<ServerRun> find(RecordedRun run, String folderId) {
    String experimentId = target.experimentId(run.experiment());
    return target.server().findRun(experimentId, RunView.FOLDER_ID, folderId);
  }

  private ServerRun make(RecordedRun run) {
    Map<String, String> tags = new HashMap<>(run.tags());
    // These tags cannot be set later; FOLDER_ID identifies the copy. Other tags follow.
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

  /** Deletes duplicate copies: a call that timed out may have created one later. */
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

  /**
   * Called after everything else is sent, so that a run that has ended on the server is complete.
   */
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
