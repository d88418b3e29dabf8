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
 * Logs a run's models on a server, each once: a tag identifies a model even after a killed sync. On
 * servers without logged models, a model is a folder of the run's artifacts, and only its
 * registered version is created.
 */
final class ModelSync {

  /** Tag of a model on the server: the {@link RecordedModel#key} of the model in the folder. */
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

  /** Logs the models that the server lacks. */
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
      // MLflow 3 recorded a run without that folder, which then has no version to register.
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

  /**
   * Registers a version, if the model has a registered name. The name may belong to another user.
   */
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
              model.userTags()));
    } catch (ServerRefused e) {
      if (e.isUnauthorized()) {
        throw e;
      }
      copy.refusals().add("registered model " + model.registeredAs(), e);
    }
  }

  private ServerModel make(RecordedModel model) {
    Map<String, String> tags = new HashMap<>(model.copiedTags());
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
