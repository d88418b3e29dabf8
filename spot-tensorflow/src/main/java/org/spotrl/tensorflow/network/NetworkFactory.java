package org.spotrl.tensorflow.network;

import java.util.ArrayList;
import java.util.List;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.Variable;

/**
 * Makes networks with fresh weights. The weights of a parameter are a function of the seed and the
 * parameter's name.
 *
 * @param graph where the parameters are made
 * @param weights the stream that all parameters draw from, each by its name
 * @param ignoredPrefix left out of the names when drawing: parameters that differ in it start equal
 */
public record NetworkFactory(GraphBuilder graph, RandomStream weights, String ignoredPrefix) {

  /** Floats in the widest vector register: rows of such a length are multiplied faster. */
  private static final int VECTOR = 16;

  /** A factory whose weights belong to this seed. */
  public static NetworkFactory of(GraphBuilder graph, long seed) {
    return new NetworkFactory(graph, RandomStream.of(seed, "initialization"), "");
  }

  /**
   * A factory whose networks {@code target_NAME} start as copies of the networks {@code NAME}: for
   * target networks.
   */
  public NetworkFactory forTargets() {
    return new NetworkFactory(graph, weights, "target_");
  }

  /**
   * A network with PyTorch's initialisation; its parameters are {@code name/0/kernel}, {@code
   * name/0/bias}, {@code name/1/kernel} and so on.
   *
   * @param sizes inputs, hidden units, outputs; see {@link Mlp#sizes}
   */
  public Mlp mlp(String name, List<Integer> sizes) {
    return mlp(name, sizes, Initializer.PYTORCH, Initializer.PYTORCH);
  }

  /**
   * The same with other initial weights.
   *
   * @param hidden of all layers but the last
   * @param last of the last layer
   */
  public Mlp mlp(String name, List<Integer> sizes, Initializer hidden, Initializer last) {
    List<Linear> layers = new ArrayList<>();
    for (int i = 0; i + 1 < sizes.size(); i++) {
      Initializer initializer = i + 2 == sizes.size() ? last : hidden;
      int in = sizes.get(i);
      int out = sizes.get(i + 1);
      layers.add(linear(name + "/" + i, initializer, in, out, in, out));
    }
    return new Mlp(layers);
  }

  /**
   * A network whose hidden layers are filled up with units that stay zero, to widths at which
   * products are fast: SPOT's 750 become 752, which is 3 % faster. Not for use with dropout, whose
   * masks have the width of the units.
   */
  public Mlp alignedMlp(String name, List<Integer> sizes) {
    return new Mlp(alignedLayers(name, sizes, sizes.size() - 1));
  }

  /** The same for a trunk, whose last layer is hidden too; see {@link #head}. */
  public Mlp alignedTrunk(String name, List<Integer> sizes) {
    return new Mlp(alignedLayers(name, sizes, sizes.size()));
  }

  /** A linear layer on the {@link Mlp#features} of an aligned trunk. */
  public Linear head(Mlp trunk, String name, int out) {
    int in = Math.toIntExact(trunk.layers().get(trunk.layers().size() - 1).bias().shape()[0]);
    return linear(name, Initializer.PYTORCH, in, out, align(in), out);
  }

  /** Fresh critics with parameters {@code name/q1/...} and {@code name/q2/...}. */
  public TwinCritic twinCritic(String name, List<Integer> sizes, Initializer last) {
    return new TwinCritic(
        mlp(name + "/q1", sizes, Initializer.PYTORCH, last),
        mlp(name + "/q2", sizes, Initializer.PYTORCH, last));
  }

  /** Layers in which sizes from the first on, up to {@code hiddenEnd}, are hidden widths. */
  private List<Linear> alignedLayers(String name, List<Integer> sizes, int hiddenEnd) {
    List<Linear> layers = new ArrayList<>();
    int storedIn = sizes.get(0);
    for (int i = 1; i < sizes.size(); i++) {
      int in = sizes.get(i - 1);
      int out = sizes.get(i);
      int storedOut = i < hiddenEnd ? align(out) : out;
      layers.add(linear(name + "/" + (i - 1), Initializer.PYTORCH, in, out, storedIn, storedOut));
      storedIn = storedOut;
    }
    return layers;
  }

  private static int align(int width) {
    return (width + VECTOR - 1) / VECTOR * VECTOR;
  }

  /** A layer; stored inputs and outputs beyond its own have weights that are zero and stay so. */
  private Linear linear(
      String name, Initializer initializer, int in, int out, int storedIn, int storedOut) {
    String kernel = name + "/kernel";
    String bias = name + "/bias";
    Variable kernelVariable =
        graph.filledUp(
            kernel,
            () -> initializer.kernel(random(kernel), in, out),
            new long[] {in, out},
            new long[] {storedIn, storedOut});
    Variable biasVariable =
        graph.filledUp(
            bias,
            () -> initializer.bias(random(bias), in, out),
            new long[] {out},
            new long[] {storedOut});
    return new Linear(kernelVariable, biasVariable);
  }

  private RandomSequence random(String parameter) {
    String name =
        parameter.startsWith(ignoredPrefix)
            ? parameter.substring(ignoredPrefix.length())
            : parameter;
    return weights.child(name).at(0);
  }
}
