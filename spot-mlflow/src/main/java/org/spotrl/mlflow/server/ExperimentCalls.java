package org.spotrl.mlflow.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mlflow.api.proto.Service.Experiment;
import org.spotrl.mlflow.format.Names;

/** The experiments of a server. */
final class ExperimentCalls {

  private final Rest rest;
  private final String address;

  ExperimentCalls(Rest rest, String address) {
    this.rest = rest;
    this.address = address;
  }

  List<ServerExperiment> all() {
    return rest.searchAll("experiments/search", Map.of("max_results", 1000), "experiments").stream()
        .map(Responses::experiment)
        .toList();
  }

  /** The id of the experiment of this name, with these tags among its own. */
  String findOrMake(String name, Map<String, String> tags) {
    Names.experiment(name);
    tags.keySet().forEach(tag -> Names.key("tag", tag));
    Map<String, String> fitted =
        LengthLimits.fit("tag", tags, LengthLimits.EXPERIMENT_TAG).values();
    Optional<Experiment> known = named(name);
    if (known.isEmpty()) {
      try {
        return rest.postOnce("experiments/create", Map.of("name", name, "tags", Rest.pairs(fitted)))
            .text("experiment_id");
      } catch (ServerRefused e) {
        // Another process may have made it since.
        known = named(name);
        if (known.isEmpty()) {
          throw e;
        }
      }
    }
    Experiment experiment = known.get();
    String id = experiment.getExperimentId();
    if (experiment.getLifecycleStage().equals("deleted")) {
      throw new ServerRefused(
          "experiment '"
              + name
              + "' on MLflow at "
              + address
              + " was deleted: restore it there (mlflow experiments restore --experiment-id "
              + id
              + ") or choose another name.",
          0,
          "");
    }
    Map<String, String> there = new HashMap<>();
    experiment.getTagsList().forEach(tag -> there.put(tag.getKey(), tag.getValue()));
    fitted.forEach(
        (tag, value) -> {
          if (!value.equals(there.get(tag))) {
            rest.client()
                .run(
                    "experiments/set-experiment-tag",
                    client -> client.setExperimentTag(id, tag, value));
          }
        });
    return id;
  }

  private Optional<Experiment> named(String name) {
    return rest.client()
        .call("experiments/get-by-name", client -> client.getExperimentByName(name));
  }
}
