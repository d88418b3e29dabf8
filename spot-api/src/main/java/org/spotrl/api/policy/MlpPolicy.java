package org.spotrl.api.policy;

import java.util.List;

/**
 * A deterministic policy as plain Java: linear layers with ReLU between them and maxAction * tanh
 * at the end.
 *
 * <p>Weights lie as {@code float[in][out]} rows, which the compiler turns into vector code, and
 * inputs that ReLU made zero cost nothing: an action of a 17-256-256-6 network takes microseconds.
 * The arrays are the policy's own.
 */
public final class MlpPolicy implements Policy {

  private final List<Layer> layers;
  private final float maxAction;

  /**
   * One linear layer.
   *
   * @param kernel {@code [in][out]}
   * @param bias {@code [out]}
   */
  @SuppressWarnings("ArrayRecordComponent") // weights, compared by nobody
  public record Layer(float[][] kernel, float[] bias) {

    /** Checks that each row of the kernel has as many numbers as the bias. */
    public Layer {
      if (kernel.length == 0 || bias.length == 0) {
        throw new IllegalArgumentException(
            "a layer of %d inputs and %d outputs does nothing"
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
  }

  /**
   * A policy of these layers.
   *
   * @throws IllegalArgumentException if there is no layer, two neighbours do not fit, or maxAction
   *     is not positive
   */
  public MlpPolicy(List<Layer> layers, double maxAction) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a policy needs at least one layer");
    }
    if (!(maxAction > 0) || Double.isInfinite(maxAction)) {
      throw new IllegalArgumentException("maxAction must be positive and finite, not " + maxAction);
    }
    for (int i = 1; i < layers.size(); i++) {
      int in = layers.get(i).kernel().length;
      int out = layers.get(i - 1).bias().length;
      if (in != out) {
        throw new IllegalArgumentException(
            "layer " + i + " takes " + in + " numbers, but layer " + (i - 1) + " gives " + out);
      }
    }
    this.layers = List.copyOf(layers);
    this.maxAction = (float) maxAction;
  }

  /** Its layers, first to last. */
  public List<Layer> layers() {
    return layers;
  }

  /** Actions lie in [-maxAction, maxAction]. */
  public double maxAction() {
    return maxAction;
  }

  /** Numbers in an observation, S. */
  public int observationDim() {
    return layers.get(0).kernel().length;
  }

  /** Numbers in an action, A. */
  public int actionDim() {
    return layers.get(layers.size() - 1).bias().length;
  }

  @Override
  public double[] act(double[] observation) {
    if (observation.length != observationDim()) {
      throw new IllegalArgumentException(
          "the policy takes " + observationDim() + " numbers, not " + observation.length);
    }
    float[] x = new float[observation.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) observation[i];
    }
    for (int i = 0; i < layers.size(); i++) {
      x = apply(layers.get(i), x);
      if (i + 1 < layers.size()) {
        for (int j = 0; j < x.length; j++) {
          x[j] = Math.max(x[j], 0f);
        }
      }
    }
    double[] action = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      action[j] = maxAction * (float) StrictMath.tanh(x[j]);
    }
    return action;
  }

  private static float[] apply(Layer layer, float[] x) {
    float[] y = layer.bias().clone();
    for (int i = 0; i < x.length; i++) {
      float xi = x[i];
      if (xi != 0f) {
        addScaled(y, layer.kernel()[i], xi);
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
