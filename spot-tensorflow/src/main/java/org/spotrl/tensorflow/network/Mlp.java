package org.spotrl.tensorflow.network;

import java.util.ArrayList;
import java.util.List;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.Variable;

/**
 * A multilayer perceptron: linear layers with ReLU between them.
 *
 * @param layers first to last
 */
public record Mlp(List<Linear> layers) implements Network {

  /** Copies the layers. */
  public Mlp {
    layers = List.copyOf(layers);
  }

  /** Layer sizes for {@link NetworkFactory#mlp}: input, hidden layers, output. */
  public static List<Integer> sizes(int in, List<Integer> hidden, int out) {
    List<Integer> sizes = new ArrayList<>();
    sizes.add(in);
    sizes.addAll(hidden);
    sizes.add(out);
    return sizes;
  }

  /** The output {@code [B, out]} for {@code [B, in]}. */
  public Expr apply(Expr x) {
    return apply(x, (units, layer) -> units);
  }

  /** The output, with dropout between each hidden layer and its ReLU. */
  public Expr apply(Expr x, Dropout dropout) {
    return apply(x, dropout::apply);
  }

  private Expr apply(Expr x, HiddenLayer hidden) {
    Expr y = x;
    for (int i = 0; i + 1 < layers.size(); i++) {
      y = hidden.apply(layers.get(i).apply(y), i).relu();
    }
    return layers.get(layers.size() - 1).apply(y);
  }

  /** The output with ReLU after every layer, including the last: a trunk for several heads. */
  public Expr features(Expr x) {
    Expr y = x;
    for (Linear layer : layers) {
      y = layer.apply(y).relu();
    }
    return y;
  }

  @Override
  public List<Variable> parameters() {
    return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }

  /** An operation between a hidden layer and its ReLU. */
  @FunctionalInterface
  private interface HiddenLayer {
    Expr apply(Expr units, int layer);
  }
}
