package org.spotrl.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.data.Normalizer;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.PolicySnapshot;
import org.spotrl.api.policy.TaskShape;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A policy stored as a folder: {@code policy.safetensors} has the weights and the observation
 * statistics, {@code policy.json} the format, dimensions and settings, and {@code MLmodel}
 * describes the policy to MLflow.
 *
 * <p>A folder without {@code policy.json} comes from an earlier version, which stored only the
 * format {@code mlp}.
 *
 * @param snapshot policy on normalised observations
 * @param normalizer observation statistics of the training data
 */
public record PolicyArchive(PolicySnapshot snapshot, Normalizer normalizer) {

  /** Name of the file with the weights. */
  public static final String WEIGHTS = "policy.safetensors";

  private static final String DESCRIPTION = "policy.json";
  private static final int FORMAT_VERSION = 1;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** The policy on raw observations. */
  public Policy onRawObservations() {
    return normalizer.wrap(snapshot.policy());
  }

  /**
   * Writes the folder.
   *
   * @throws SpotRunException if it cannot be written
   */
  public void write(Path folder, String environmentId, String runId) {
    Map<String, StateTensor> tensors = new TreeMap<>(snapshot.weights().tensors());
    tensors.put("normalizer/mean", vector(normalizer.mean()));
    tensors.put("normalizer/std", vector(normalizer.std()));
    tensors.put("max_action", vector(new float[] {(float) snapshot.shape().maxAction()}));
    try {
      Files.createDirectories(folder);
      SafetensorsFile.write(folder.resolve(WEIGHTS), new StateDict(tensors));
      Files.writeString(folder.resolve(DESCRIPTION), description());
      Files.writeString(folder.resolve("MLmodel"), mlModel(environmentId, runId));
    } catch (IOException e) {
      throw new SpotRunException("cannot write the policy to " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a folder that {@link #write} wrote.
   *
   * @throws SpotInputException if the folder has no policy or a damaged one
   */
  public static PolicyArchive read(Path folder) {
    Path file = folder.resolve(WEIGHTS);
    if (!Files.isRegularFile(file)) {
      throw new SpotInputException(
          "no policy in %s: %s is missing; a run writes its policy when it finishes"
              .formatted(folder, WEIGHTS));
    }
    StateDict state = SafetensorsFile.read(file);
    Path description = folder.resolve(DESCRIPTION);
    try {
      PolicySnapshot snapshot =
          Files.isRegularFile(description)
              ? described(JSON.readTree(description.toFile()), weights(state))
              : mlp(state);
      int dim = snapshot.shape().observationDim();
      Normalizer normalizer =
          new Normalizer(state.floats("normalizer/mean", dim), state.floats("normalizer/std", dim));
      PolicyArchive archive = new PolicyArchive(snapshot, normalizer);
      archive.onRawObservations(); // checks the networks
      return archive;
    } catch (IllegalArgumentException | JacksonException e) {
      throw new SpotInputException(
          "the policy in %s is damaged: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static PolicySnapshot described(JsonNode json, StateDict weights) {
    Map<String, String> settings = new TreeMap<>();
    json.required("settings")
        .properties()
        .forEach(setting -> settings.put(setting.getKey(), setting.getValue().asString()));
    return new PolicySnapshot(
        PolicyFormats.find(json.required("format").asString()),
        new TaskShape(
            json.required("observation_dim").asInt(),
            json.required("action_dim").asInt(),
            json.required("max_action").asDouble()),
        settings,
        weights);
  }

  /** A policy of an earlier version: its dimensions follow from the tensors. */
  private static PolicySnapshot mlp(StateDict state) {
    MlpNetwork actor = MlpNetwork.read(state, "actor");
    float maxAction = state.floats("max_action", 1)[0];
    return new PolicySnapshot(
        new MlpFormat(),
        new TaskShape(actor.inputs(), actor.outputs(), maxAction),
        Map.of(),
        weights(state));
  }

  private static StateDict weights(StateDict state) {
    Map<String, StateTensor> weights = new TreeMap<>(state.tensors());
    weights.keySet().removeIf(name -> name.startsWith("normalizer/") || name.equals("max_action"));
    return new StateDict(weights);
  }

  private String description() {
    ObjectNode json =
        JSON.createObjectNode()
            .put("format_version", FORMAT_VERSION)
            .put("format", snapshot.format().name())
            .put("observation_dim", snapshot.shape().observationDim())
            .put("action_dim", snapshot.shape().actionDim())
            .put("max_action", snapshot.shape().maxAction());
    ObjectNode settings = json.putObject("settings");
    snapshot.settings().forEach(settings::put);
    return JSON.writeValueAsString(json) + "\n";
  }

  private String mlModel(String environmentId, String runId) {
    String settings =
        snapshot.settings().entrySet().stream()
            .map(setting -> "    " + setting.getKey() + ": " + setting.getValue() + "\n")
            .collect(Collectors.joining());
    return """
        artifact_path: policy
        flavors:
          spot:
            data: %s
            format: safetensors
            max_action: %s
            policy: %s
        %smetadata:
          environment: %s
          observations: as the environment gives them; their statistics lie with the weights
        run_id: %s
        signature:
          inputs: '[{"name": "observation", "type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, %d]}}]'
          outputs: '[{"name": "action", "type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, %d]}}]'
          params: null
        """
        .formatted(
            WEIGHTS,
            snapshot.shape().maxAction(),
            snapshot.format().name(),
            settings,
            environmentId,
            runId,
            snapshot.shape().observationDim(),
            snapshot.shape().actionDim());
  }

  private static StateTensor vector(float[] values) {
    return new StateTensor.Floats(new long[] {values.length}, values);
  }
}
