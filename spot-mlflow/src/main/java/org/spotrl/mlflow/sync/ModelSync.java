package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spotrl.mlflow.folder.RecordedModel;
import org.spotrl.mlflow.folder.RunFolder;
import org.spotrl.mlflow.server.ArtifactStore;
import org.spotrl.mlflow.server.NewModel;
import org.spotrl.mlflow.server.Registration;
import org.spotrl.mlflow.server.ServerModel;
import org.spotrl.mlflow.server.ServerRefused;
import org.spotrl.mlflow.server.ServerRun;
import org.spotrl.mlflow.server.TrackingServer;

/**
 * Makes a run's models on a server, each once: a tag identifies it, also after a kill in between.
 * On servers without logged models a model is a folder of the run's own files, and only its version
 * in the registry is made.
 */
final class ModelSync {

  /** Tag of a model on the server that identifies the one of the folder. */
  static final String KEY = "spot.model";

  private final RunFolder run;
  private final SyncTarget target;
  private final TrackingServer server;
  private final Refusals refusals;
  private final Set<String> done = new HashSet<>();

  ModelSync(RunFolder run, SyncTarget target, Refusals refusals) {
    this.run = run;
    this.target = target;
    this.server = target.server();
    this.refusals = refusals;
  }

  /**
   * Makes what is not there.
   *
   * @param remote the run as it was found on the server
   */
  void pass(ServerRun remote) throws IOException {
    List<RecordedModel> models = RecordedModel.of(run);
    if (models.isEmpty()) {
      return;
    }
    boolean logged = server.hasLoggedModels();
    for (RecordedModel model : models) {
      String what = "model " + model.key();
      if (!done.contains(what)
          && !refusals.contains(what)
          && refusals.send(what, () -> send(model, remote, logged))) {
        done.add(what);
      }
    }
  }

  private void send(RecordedModel model, ServerRun remote, boolean logged) throws IOException {
    if (!logged) {
      // Where it is not, there was no version of it either: MLflow 3 recorded the run itself.
      if (Files.isDirectory(run.artifacts().resolve(model.name()))) {
        register(model, remote, "", remote.artifactUri() + "/" + model.name());
      }
      return;
    }
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
      target.countOther();
    }
    register(model, remote, there.id(), there.artifactUri());
  }

  /** Makes a model's version in the registry, if it has a name there; that may be another's. */
  private void register(RecordedModel model, ServerRun remote, String id, String source) {
    if (model.registeredAs().isEmpty()) {
      return;
    }
    try {
      server.register(
          new Registration(
              model.registeredAs(),
              remote.id(),
              id,
              source,
              model.alias(),
              model.description(),
              model.labels()));
    } catch (ServerRefused e) {
      if (e.isUnauthorized()) {
        throw e;
      }
      refusals.add("registered model " + model.registeredAs(), e);
    }
  }

  private ServerModel make(RecordedModel model, ServerRun remote) {
    Map<String, String> tags = new HashMap<>(model.lastingTags());
    tags.put(KEY, model.key());
    return server.createModel(
        new NewModel(remote.experimentId(), remote.id(), model.name(), model.parameters(), tags));
  }

  private void sendFiles(RecordedModel model, ArtifactStore store) throws IOException {
    Map<String, Long> there = store.sizes();
    for (Map.Entry<String, LocalFiles.Version> file : LocalFiles.list(model.files()).entrySet()) {
      Long size = there.get(file.getKey());
      if (size == null || size != file.getValue().size()) {
        store.put(file.getKey(), model.files().resolve(file.getKey()));
        target.count(0, 1, file.getValue().size());
      }
    }
  }
}
