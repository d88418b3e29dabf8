package org.spotrl.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;

/**
 * A multilayer perceptron in plain Java: linear layers with ReLU between them.
 *
 * <p>Weights are stored as {@code float[in][out]} rows, which the JIT compiler vectorises, and zero
 * inputs are skipped: a 17-256-256-6 network takes microseconds.
 *
 * @param layers first to last
 */
public record MlpNetwork(List<Layer> layers) {

  /**
   * One linear layer.
   *
   * @param kernel {@code [in][out]}
   * @param bias {@code [out]}
   */
  @SuppressWarnings("ArrayRecordComponent") // weights, never compared
  public record Layer(float[][] kernel, float[] bias) {

    /** Checks that each row of the kernel has the length of the bias. */
    public Layer {
      if (kernel.length == 0 || bias.length == 0) {
        throw new IllegalArgumentException(
            "a layer has %d inputs and %d outputs; both need at least 1"
                .formatted(kernel.length, bias.length));
      }
      for (int i = 0; i < kernel.length; i++) {
        if (kernel[i].length != bias.length) {
          throw new IllegalArgumentException(
              "row %d of the kernel has %d numbers, but the bias has %d"
                  .formatted(i, kernel[i].length, bias.length));
        }
      }
    }

    private float[] apply(float[] x) {
      float[] y = bias.clone();
      for (int i = 0; i < x.length; i++) {
        float xi = x[i];
        if (xi != 0f) {
          addScaled(y, kernel[i], xi);
        }
      }
      return y;
    }

    private static void addScaled(float[] y, float[] row, float factor) {
      for (int j = 0; j < y.length; j++) {
        y[j] += row[j] * factor;
      }
    }
  }

  /**
   * Checks that each layer's input size is the output size of the layer before it.
   *
   * @throws IllegalArgumentException if there is no layer, or the sizes differ
   */
  public MlpNetwork {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a policy needs at least one layer");
    }
    for (int i = 1; i < layers.size(); i++) {
      int in = layers.get(i).kernel().length;
      int out = layers.get(i - 1).bias().length;
      if (in != out) {
        throw new IllegalArgumentException(
            "layer "
                + i
                + " has "
                + in
                + " inputs, but layer "
                + (i - 1)
                + " has "
                + out
                + " outputs");
      }
    }
  }

  /**
   * The network whose tensors are {@code name/0/kernel} ({@code [in, out]}), {@code name/0/bias},
   * {@code name/1/kernel} and so on.
   *
   * @throws IllegalArgumentException if there are no such tensors, or their sizes do not match
   */
  public static MlpNetwork read(StateDict weights, String name) {
    List<Layer> layers = new ArrayList<>();
    while (weights.tensors().get(name + "/" + layers.size() + "/kernel")
            instanceof StateTensor.Floats kernel
        && kernel.shape().length == 2) {
      int in = (int) kernel.shape()[0];
      int out = (int) kernel.shape()[1];
      float[][] rows = new float[in][out];
      for (int row = 0; row < in; row++) {
        System.arraycopy(kernel.values(), row * out, rows[row], 0, out);
      }
      float[] bias = weights.floats(name + "/" + layers.size() + "/bias", out);
      layers.add(new Layer(rows, bias));
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          "network '" + name + "' has no layers: the tensor '" + name + "/0/kernel' is missing");
    }
    return new MlpNetwork(layers);
  }

  /**
   * A trunk {@code name/0/kernel}, ... with heads on its last hidden layer, whose outputs stand
   * side by side.
   *
   * @param out outputs of each head
   * @throws IllegalArgumentException if there are none of this name, or they do not fit
   */
  static MlpNetwork readWithHeads(StateDict weights, String name, int out, String... heads) {
    List<Layer> layers = new ArrayList<>(read(weights, name).layers());
    int in = layers.get(layers.size() - 1).bias().length;
    float[][] rows = new float[in][0];
    float[] bias = new float[0];
    for (String head : heads) {
      float[] kernel = weights.floats(head + "/kernel", in * out);
      for (int i = 0; i < in; i++) {
        rows[i] = Vectors.concat(rows[i], Arrays.copyOfRange(kernel, i * out, (i + 1) * out));
      }
      bias = Vectors.concat(bias, weights.floats(head + "/bias", out));
    }
    layers.add(new Layer(rows, bias));
    return new MlpNetwork(layers);
  }

  /** Size of the input. */
  public int inputs() {
    return layers.get(0).kernel().length;
  }

  /** Size of the output. */
  public int outputs() {
    return layers.get(layers.size() - 1).bias().length;
  }

  /**
   * Returns this network if it has these input and output sizes.
   *
   * @param name name of the network in the message
   * @throws IllegalArgumentException if its sizes differ
   */
  MlpNetwork require(String name, int inputs, int outputs) {
    if (inputs() != inputs || outputs() != outputs) {
      throw new IllegalArgumentException(
          "network '%s' has %d inputs and %d outputs, but the policy needs %d and %d"
              .formatted(name, inputs(), outputs(), inputs, outputs));
    }
    return this;
  }

  /** The output {@code [out]} for an input {@code [in]}. */
  public float[] apply(float[] input) {
    float[] x = input;
    for (int i = 0; i < layers.size(); i++) {
      x = layers.get(i).apply(x);
      if (i + 1 < layers.size()) {
        for (int j = 0; j < x.length; j++) {
          x[j] = Math.max(x[j], 0f);
        }
      }
    }
    return x;
  }

  /** maxAction * tanh of the output, {@code [out]}. */
  float[] squashed(float[] input, float maxAction) {
    float[] action = apply(input);
    for (int j = 0; j < action.length; j++) {
      action[j] = maxAction * (float) StrictMath.tanh(action[j]);
    }
    return action;
  }
}
