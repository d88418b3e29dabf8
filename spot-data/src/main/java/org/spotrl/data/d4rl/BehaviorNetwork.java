package org.spotrl.data.d4rl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.data.format.Hdf5File;

/**
 * The network of the policy that collected a D4RL file, which its medium and expert files of the
 * Gym robots have in {@code metadata/policy}: two hidden layers with ReLU, and two output layers
 * for the mean and the log standard deviation before tanh. Source: Farama-Foundation/D4RL,
 * scripts/generation/mujoco/collect_data.py.
 */
public final class BehaviorNetwork {

  /** Bounds of the log standard deviation in rlkit's TanhGaussianPolicy, which trained it. */
  public static final Map<String, String> SETTINGS =
      Map.of("log_std_min", "-20", "log_std_max", "2", "temperature", "1");

  private static final String GROUP = "metadata/policy/";

  /** The layers, and the names of their tensors in a policy of the format squashed-gaussian. */
  private static final List<List<String>> LAYERS =
      List.of(
          List.of("fc0", "actor/0"),
          List.of("fc1", "actor/1"),
          List.of("last_fc", "actor/mean"),
          List.of("last_fc_log_std", "actor/log_std"));

  private BehaviorNetwork() {}

  /**
   * Reads the weights, named for the policy format {@code squashed-gaussian}.
   *
   * @param shape dimensions of the environment
   * @throws SpotInputException if the file has no such network, or one of another structure; the
   *     message has all that is wrong
   */
  public static StateDict read(Path path, TaskShape shape) {
    try (Hdf5File file = new Hdf5File(path)) {
      Map<String, List<Long>> columns = file.columns();
      if (columns.keySet().stream().noneMatch(name -> name.startsWith(GROUP))) {
        throw new SpotInputException(
            ("'%s' stores no policy: it has %s, but nothing in %s. D4RL's medium and expert files"
                    + " of halfcheetah, hopper, walker2d and ant have one: take one of these")
                .formatted(path, String.join(", ", columns.keySet()), GROUP));
      }
      List<String> problems = new ArrayList<>();
      requireText(file, "nonlinearity", "relu", problems);
      requireText(file, "output_distribution", "tanh_gaussian", problems);
      // PyTorch's linear layers have weights [out, in].
      long hidden0 = width(columns, "fc0");
      long hidden1 = width(columns, "fc1");
      requireShapes(columns, "fc0", hidden0, shape.observationDim(), problems);
      requireShapes(columns, "fc1", hidden1, hidden0, problems);
      requireShapes(columns, "last_fc", shape.actionDim(), hidden1, problems);
      requireShapes(columns, "last_fc_log_std", shape.actionDim(), hidden1, problems);
      if (!problems.isEmpty()) {
        throw new SpotInputException(
            "'%s' stores a policy that cannot be run: %s"
                .formatted(path, String.join("; ", problems)));
      }
      Map<String, StateTensor> tensors = new HashMap<>();
      for (List<String> layer : LAYERS) {
        String name = GROUP + layer.get(0);
        List<Long> weight = columns.getOrDefault(name + "/weight", List.of());
        tensors.put(layer.get(1) + "/kernel", transposed(file.read(name + "/weight"), weight));
        float[] bias = file.read(name + "/bias");
        tensors.put(layer.get(1) + "/bias", new StateTensor.Floats(new long[] {bias.length}, bias));
      }
      return new StateDict(tensors);
    }
  }

  private static void requireText(
      Hdf5File file, String name, String needed, List<String> problems) {
    String found = file.text(GROUP + name).map("'%s'"::formatted).orElse("missing");
    if (!found.equals("'" + needed + "'")) {
      problems.add("%s is %s, only '%s' can be run".formatted(GROUP + name, found, needed));
    }
  }

  /** Outputs of a layer; 0 if it has none, which a check of its shape then finds. */
  private static long width(Map<String, List<Long>> columns, String layer) {
    List<Long> bias = columns.getOrDefault(GROUP + layer + "/bias", List.of());
    return bias.size() == 1 ? bias.get(0) : 0;
  }

  private static void requireShapes(
      Map<String, List<Long>> columns, String layer, long out, long in, List<String> problems) {
    requireShape(columns, layer + "/weight", List.of(out, in), problems);
    requireShape(columns, layer + "/bias", List.of(out), problems);
  }

  private static void requireShape(
      Map<String, List<Long>> columns, String name, List<Long> needed, List<String> problems) {
    List<Long> found = columns.get(GROUP + name);
    if (found == null) {
      problems.add("%s is missing".formatted(GROUP + name));
    } else if (!found.equals(needed) || needed.contains(0L)) {
      problems.add("%s has shape %s, not %s".formatted(GROUP + name, found, needed));
    }
  }

  private static StateTensor transposed(float[] weight, List<Long> shape) {
    int out = Math.toIntExact(shape.get(0));
    int in = Math.toIntExact(shape.get(1));
    float[] kernel = new float[weight.length];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        kernel[i * out + o] = weight[o * in + i];
      }
    }
    return new StateTensor.Floats(new long[] {in, out}, kernel);
  }
}
