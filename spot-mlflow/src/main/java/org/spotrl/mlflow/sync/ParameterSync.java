package org.spotrl.mlflow.sync;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.server.ServerRefused;
import org.spotrl.mlflow.server.ServerRun;

/** Sends a run's parameters and tags that the server lacks or has otherwise. */
final class ParameterSync {

  private static final String PARENT = "mlflow.parentRunId";

  private final SyncTarget target;
  private final Function<String, Optional<String>> serverIdOf;
  private final Map<String, String> parameters;
  private final Map<String, String> tags;
  private final Refusals refusals;
  private String sentParent = "";

  /**
   * The parameters and tags of a run.
   *
   * @param remote the run as it was found on the server
   * @param serverIdOf finds the server's id of a run of the same experiment by that of its folder
   */
  ParameterSync(
      SyncTarget target,
      Refusals refusals,
      ServerRun remote,
      Function<String, Optional<String>> serverIdOf) {
    this.target = target;
    this.refusals = refusals;
    this.serverIdOf = serverIdOf;
    this.parameters = new HashMap<>(remote.parameters());
    this.tags = new HashMap<>(remote.tags());
  }

  /** Sends what differs. */
  void pass(RecordedRun run, String serverRunId) {
    Map<String, String> newParameters = differing(run.parameters(), parameters);
    Map<String, String> newTags = differing(run.tags(), tags);
    String parent = newTags.getOrDefault(PARENT, "");
    if (parent.equals(sentParent)) {
      newTags.remove(PARENT);
    } else {
      // One that is not on the server yet keeps the id of its folder.
      newTags.put(PARENT, serverIdOf.apply(parent).orElse(parent));
      sentParent = parent;
    }
    if (!newParameters.isEmpty() || !newTags.isEmpty()) {
      send(serverRunId, newParameters, newTags);
    }
  }

  private static Map<String, String> differing(Map<String, String> here, Map<String, String> sent) {
    Map<String, String> differing = new TreeMap<>(here);
    differing.entrySet().removeAll(sent.entrySet());
    return differing;
  }

  private void send(String id, Map<String, String> newParameters, Map<String, String> newTags) {
    try {
      target.record(id, newParameters, newTags);
      target.countOther();
    } catch (ServerRefused | SpotInputException e) {
      newParameters.forEach((k, v) -> sendAlone("parameter " + k, id, Map.of(k, v), Map.of()));
      newTags.forEach((k, v) -> sendAlone("tag " + k, id, Map.of(), Map.of(k, v)));
    }
    // Also those refused: they would be so again.
    parameters.putAll(newParameters);
    tags.putAll(newTags);
  }

  private void sendAlone(
      String what, String id, Map<String, String> parameter, Map<String, String> tag) {
    if (refusals.send(what, () -> target.record(id, parameter, tag))) {
      target.countOther();
    }
  }
}
