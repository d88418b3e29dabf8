package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.spotrl.mlflow.folder.RecordedModel;
import org.spotrl.mlflow.folder.RunDatasets;
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

  private final RunCopy copy;
  private final ServerRun remote;
  private final TrackingServer server;
  private final Set<String> done = new HashSet<>();

  ModelSync(RunCopy copy) {
    this.copy = copy;
    this.remote = copy.remote();
    this.server = copy.server();
  }

  /** Makes what is not there. */
  void pass() throws IOException {
    for (RecordedModel model : RecordedModel.of(copy.folder())) {
      String what = "model " + model.key();
      if (!done.contains(what)
          && !copy.refusals().contains(what)
          && copy.refusals().send(what, () -> send(model))) {
        done.add(what);
      }
    }
  }

  private void send(RecordedModel model) throws IOException {
    if (!server.hasLoggedModels()) {
      // Where it is not, there was no version of it either: MLflow 3 recorded the run itself.
      if (Files.isDirectory(copy.folder().artifacts().resolve(model.name()))) {
        register(model, "", remote.artifactUri() + "/" + model.name());
      }
      return;
    }
    ServerModel there =
        server.findModel(remote.experimentId(), KEY, model.key()).orElseGet(() -> make(model));
    if (!there.isReady()) {
      sendFiles(model, server.artifacts(there));
    }
    server.modelMetrics(
        remote.id(), there.id(), model.points(), RunDatasets.trainedOn(copy.folder()).orElse(null));
    boolean linked = remote.models().stream().anyMatch(link -> link.modelId().equals(there.id()));
    if (!linked || !there.isReady()) {
      server.finishModel(remote.id(), there.id(), model.step());
      copy.target().countOther();
    }
    register(model, there.id(), there.artifactUri());
  }

  /** Makes a model's version in the registry, if it has a name there; that may be another's. */
  private void register(RecordedModel model, String id, String source) {
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
      copy.refusals().add("registered model " + model.registeredAs(), e);
    }
  }

  private ServerModel make(RecordedModel model) {
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
        copy.target().count(0, 1, file.getValue().size());
      }
    }
  }
}
