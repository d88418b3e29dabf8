package org.spotrl.tensorflow.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.Variable;

/**
 * Creates networks with initial weights. The initial value of a parameter is a function of the seed
 * and the parameter's name.
 *
 * @param graph the graph of the parameters
 * @param weights random stream of the initial weights; each parameter draws from the child stream
 *     with its name
 * @param ignoredPrefix prefix removed from the names for drawing: parameters that differ only in it
 *     start equal
 */
public record NetworkFactory(GraphBuilder graph, RandomStream weights, String ignoredPrefix) {

  /**
   * Floats in the widest vector register; products of rows with a multiple of this length are
   * faster.
   */
  private static final int VECTOR = 16;

  /** A factory with weights from this seed. */
  public static NetworkFactory of(GraphBuilder graph, long seed) {
    return new NetworkFactory(graph, RandomStream.of(seed, "initialization"), "");
  }

  /**
   * A factory for target networks: {@code target_NAME} starts as a copy of the network {@code
   * NAME}.
   */
  public NetworkFactory forTargets() {
    return new NetworkFactory(graph, weights, "target_");
  }

  /**
   * Creates a network with PyTorch's default initialisation; its parameters are {@code
   * name/0/kernel}, {@code name/0/bias}, {@code name/1/kernel} and so on.
   *
   * @param sizes sizes of input, hidden layers and output; see {@link Mlp#sizes}
   */
  public Mlp mlp(String name, List<Integer> sizes) {
    return mlp(name, sizes, Initializer.PYTORCH, Initializer.PYTORCH);
  }

  /**
   * Creates a network with these initialisers.
   *
   * @param hidden initialiser of all layers except the last
   * @param last initialiser of the last layer
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
   * Creates a network whose hidden layers are padded with units that stay zero, to widths with
   * faster products: SPOT's 750 become 752, which is 3 % faster. Do not use it with dropout, whose
   * masks have the unpadded width.
   */
  public Mlp alignedMlp(String name, List<Integer> sizes) {
    return new Mlp(alignedLayers(name, sizes, sizes.size() - 1));
  }

  /** Creates a padded trunk, whose last layer is also hidden; see {@link #head}. */
  public Mlp alignedTrunk(String name, List<Integer> sizes) {
    return new Mlp(alignedLayers(name, sizes, sizes.size()));
  }

  /** A linear layer on the {@link Mlp#features} of an aligned trunk. */
  public Linear head(Mlp trunk, String name, int out) {
    int in = Math.toIntExact(trunk.layers().get(trunk.layers().size() - 1).bias().shape()[0]);
    return linear(name, Initializer.PYTORCH, in, out, align(in), out);
  }

  /** A linear layer whose parameters are {@code name/kernel} and {@code name/bias}. */
  public Linear linear(String name, Initializer initializer, int in, int out) {
    return linear(name, initializer, in, out, in, out);
  }

  /** A table {@code [rows, width]} of normal draws with this standard deviation. */
  public Variable embedding(String name, double std, int rows, int width) {
    Initializer normal = Initializer.normal(std);
    return graph.variable(name, () -> normal.kernel(random(name), rows, width), rows, width);
  }

  /** Layer normalisation whose parameters are {@code name/scale} and {@code name/offset}. */
  public LayerNorm layerNorm(String name, int width) {
    return new LayerNorm(
        graph.variable(name + "/scale", () -> ones(width), width),
        graph.variable(name + "/offset", () -> new float[width], width));
  }

  private static float[] ones(int width) {
    float[] ones = new float[width];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Creates twin critics with parameters {@code name/q1/...} and {@code name/q2/...}. */
  public TwinCritic twinCritic(String name, List<Integer> sizes, Initializer last) {
    return new TwinCritic(
        mlp(name + "/q1", sizes, Initializer.PYTORCH, last),
        mlp(name + "/q2", sizes, Initializer.PYTORCH, last));
  }

  /**
   * Creates layers; the sizes from index 1 up to {@code hiddenEnd} (exclusive) are hidden and
   * padded.
   */
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

  /** Creates a layer; the weights of padded inputs and outputs are zero and stay zero. */
  private Linear linear(
      String name, Initializer initializer, int in, int out, int storedIn, int storedOut) {
    String kernel = name + "/kernel";
    String bias = name + "/bias";
    Variable kernelVariable =
        graph.padded(
            kernel,
            () -> initializer.kernel(random(kernel), in, out),
            new long[] {in, out},
            new long[] {storedIn, storedOut});
    Variable biasVariable =
        graph.padded(
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
