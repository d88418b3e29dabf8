package org.spotrl.mlflow.sync;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.spotrl.mlflow.folder.RecordedRun;

/** Sends the parameters and tags of a run that are missing or different on the server. */
final class ParameterSync {

  private static final String PARENT = "mlflow.parentRunId";

  private final RunCopy copy;
  private final Function<String, Optional<String>> serverIdOf;
  private final Map<String, String> parameters;
  private final Map<String, String> tags;
  private String sentParent = "";

  ParameterSync(RunCopy copy, Function<String, Optional<String>> serverIdOf) {
    this.copy = copy;
    this.serverIdOf = serverIdOf;
    this.parameters = new HashMap<>(copy.remote().parameters());
    this.tags = new HashMap<>(copy.remote().tags());
  }

  /** Sends differing values. */
  void pass(RecordedRun run) {
    String id = copy.remote().id();
    Map<String, String> newTags = differing(run.tags(), tags);
    String parent = newTags.getOrDefault(PARENT, "");
    if (parent.equals(sentParent)) {
      newTags.remove(PARENT);
    } else {
      // If the parent is not on the server yet, its folder's id is sent.
      newTags.put(PARENT, serverIdOf.apply(parent).orElse(parent));
      sentParent = parent;
    }
    send(
        "parameter",
        differing(run.parameters(), parameters),
        parameters,
        values -> copy.target().record(id, values, Map.of()));
    send("tag", newTags, tags, values -> copy.target().record(id, Map.of(), values));
  }

  private static Map<String, String> differing(Map<String, String> here, Map<String, String> sent) {
    Map<String, String> differing = new TreeMap<>(here);
    differing.entrySet().removeAll(sent.entrySet());
    return differing;
  }

  private void send(
      String type,
      Map<String, String> values,
      Map<String, String> sent,
      Consumer<Map<String, String>> call) {
    if (!values.isEmpty()) {
      if (!copy.refusals().sendEach(type, values, call).isEmpty()) {
        copy.target().countOther();
      }
      // Includes refused values, which would be refused again.
      sent.putAll(values);
    }
  }
}
