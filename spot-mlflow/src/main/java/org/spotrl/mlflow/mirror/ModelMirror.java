package org.spotrl.mlflow.mirror;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spotrl.mlflow.folder.RecordedLinks;
import org.spotrl.mlflow.folder.RunFolder;
import org.spotrl.mlflow.server.ArtifactFile;
import org.spotrl.mlflow.server.ArtifactStore;
import org.spotrl.mlflow.server.NewModel;
import org.spotrl.mlflow.server.Registration;
import org.spotrl.mlflow.server.ServerModel;
import org.spotrl.mlflow.server.ServerRun;
import org.spotrl.mlflow.server.TrackingServer;

/**
 * Makes a run's models on a server, each once: a tag tells which one it is, also after a kill in
 * between. On servers without logged models there is nothing to do: the final policy's files are
 * among the run's own.
 */
final class ModelMirror {

  /** Tag of a model on the server that tells which one of the folder it is. */
  static final String KEY = "spot.model";

  private final RunFolder run;
  private final TrackingServer server;
  private final Tally tally;
  private final Set<String> done = new HashSet<>();
  private final Map<String, String> refused = new HashMap<>();

  ModelMirror(RunFolder run, TrackingServer server, Tally tally) {
    this.run = run;
    this.server = server;
    this.tally = tally;
  }

  /**
   * Makes what is not there.
   *
   * @param remote the run as it was found on the server
   */
  void pass(ServerRun remote, Problems problems) throws IOException {
    List<RecordedLinks.Model> models = RecordedLinks.models(run);
    if (models.isEmpty() || !server.hasLoggedModels()) {
      return;
    }
    for (RecordedLinks.Model model : models) {
      if (done.contains(model.key()) || refused.containsKey(model.key())) {
        continue;
      }
      Problems.refusal(() -> send(model, remote))
          .ifPresentOrElse(reason -> refused.put(model.key(), reason), () -> done.add(model.key()));
    }
    refused.forEach((key, reason) -> problems.add("model " + key, reason));
  }

  private void send(RecordedLinks.Model model, ServerRun remote) throws IOException {
    ServerModel there =
        server
            .findModel(remote.experimentId(), KEY, model.key())
            .orElseGet(() -> make(model, remote));
    if (!there.isReady()) {
      sendFiles(model, server.artifacts(there));
    }
    server.modelMetrics(remote.id(), there.id(), model.points());
    boolean linked = remote.models().stream().anyMatch(link -> link.modelId().equals(there.id()));
    if (!linked || !there.isReady()) {
      server.finishModel(remote.id(), there.id(), model.step());
      tally.change();
    }
    if (!model.registeredAs().isEmpty()) {
      server.register(
          new Registration(
              model.registeredAs(),
              remote.id(),
              there.id(),
              there.artifactUri(),
              model.alias(),
              model.description(),
              model.labels()));
    }
  }

  private ServerModel make(RecordedLinks.Model model, ServerRun remote) {
    Map<String, String> tags = new HashMap<>(model.lastingTags());
    tags.put(KEY, model.key());
    return server.createModel(
        new NewModel(remote.experimentId(), remote.id(), model.name(), model.parameters(), tags));
  }

  private void sendFiles(RecordedLinks.Model model, ArtifactStore store) throws IOException {
    Map<String, Long> there = new HashMap<>();
    for (ArtifactFile file : store.files()) {
      there.put(file.path(), file.size());
    }
    for (Map.Entry<String, FileVersion> file : LocalFiles.list(model.files()).entrySet()) {
      Long size = there.get(file.getKey());
      if (size == null || size != file.getValue().size()) {
        store.put(file.getKey(), model.files().resolve(file.getKey()));
        tally.file(file.getValue().size());
      }
    }
  }
}
