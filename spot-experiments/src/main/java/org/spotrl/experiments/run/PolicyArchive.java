package org.spotrl.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.data.Normalizer;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.policy.MlpPolicy;
import org.spotrl.api.policy.Policy;
import org.spotrl.experiments.checkpoint.SafetensorsFile;

/**
 * A trained policy as a folder: {@code policy.safetensors} with the layers and the observation
 * statistics, and {@code MLmodel} that describes it to MLflow.
 *
 * @param network on normalised observations
 * @param normalizer statistics of the training data
 */
public record PolicyArchive(MlpPolicy network, Normalizer normalizer) {

  /** Name of the file with the weights. */
  static final String WEIGHTS = "policy.safetensors";

  /** The policy on raw observations. */
  public Policy onRawObservations() {
    return normalizer.wrap(network);
  }

  /**
   * Writes the folder.
   *
   * @throws SpotRunException if it cannot be written
   */
  public void write(Path folder, String environmentId, String runId) {
    Map<String, StateTensor> tensors = new TreeMap<>();
    for (int i = 0; i < network.layers().size(); i++) {
      MlpPolicy.Layer layer = network.layers().get(i);
      int in = layer.kernel().length;
      int out = layer.bias().length;
      float[] flat = new float[in * out];
      for (int row = 0; row < in; row++) {
        System.arraycopy(layer.kernel()[row], 0, flat, row * out, out);
      }
      tensors.put(layerName(i, "kernel"), new StateTensor.Floats(new long[] {in, out}, flat));
      tensors.put(layerName(i, "bias"), vector(layer.bias()));
    }
    tensors.put("normalizer/mean", vector(normalizer.mean()));
    tensors.put("normalizer/std", vector(normalizer.std()));
    tensors.put("max_action", vector(new float[] {(float) network.maxAction()}));
    try {
      Files.createDirectories(folder);
      SafetensorsFile.write(folder.resolve(WEIGHTS), new StateDict(tensors));
      Files.writeString(folder.resolve("MLmodel"), mlModel(environmentId, runId));
    } catch (IOException e) {
      throw new SpotRunException("cannot write the policy to " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws SpotInputException if the folder holds no whole policy
   */
  public static PolicyArchive read(Path folder) {
    Path file = folder.resolve(WEIGHTS);
    if (!Files.isRegularFile(file)) {
      throw new SpotInputException(
          "no policy in "
              + folder
              + " ("
              + WEIGHTS
              + " is missing); a run writes it when it is done");
    }
    try {
      return parse(SafetensorsFile.read(file));
    } catch (IllegalArgumentException e) {
      throw new SpotInputException(
          "%s holds no whole policy: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static PolicyArchive parse(StateDict state) {
    List<MlpPolicy.Layer> layers = new ArrayList<>();
    while (state.tensors().get(layerName(layers.size(), "kernel")) instanceof StateTensor.Floats k
        && k.shape().length == 2) {
      int in = (int) k.shape()[0];
      int out = (int) k.shape()[1];
      float[][] kernel = new float[in][out];
      for (int row = 0; row < in; row++) {
        System.arraycopy(k.values(), row * out, kernel[row], 0, out);
      }
      layers.add(new MlpPolicy.Layer(kernel, state.floats(layerName(layers.size(), "bias"), out)));
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("it has no layers");
    }
    int dim = layers.get(0).kernel().length;
    return new PolicyArchive(
        new MlpPolicy(layers, state.floats("max_action", 1)[0]),
        new Normalizer(state.floats("normalizer/mean", dim), state.floats("normalizer/std", dim)));
  }

  private String mlModel(String environmentId, String runId) {
    return """
        artifact_path: policy
        flavors:
          spot:
            data: %s
            format: safetensors
            layers: %s
            max_action: %s
        metadata:
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
            network.layers().stream().map(l -> l.bias().length).toList(),
            network.maxAction(),
            environmentId,
            runId,
            network.observationDim(),
            network.actionDim());
  }

  private static String layerName(int index, String part) {
    return "actor/" + index + "/" + part;
  }

  private static StateTensor vector(float[] values) {
    return new StateTensor.Floats(new long[] {values.length}, values);
  }
}
