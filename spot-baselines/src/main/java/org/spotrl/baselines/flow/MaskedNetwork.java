package org.spotrl.baselines.flow;

import java.util.ArrayList;
import java.util.List;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.Variable;
import org.spotrl.tensorflow.network.Linear;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.Network;
import org.spotrl.tensorflow.network.NetworkFactory;

/**
 * A network whose outputs for action dimension i depend on the state and on action dimensions below
 * i alone (MADE, Germain et al. 2015). One pass computes the outputs of all dimensions.
 *
 * <p>Each unit has a degree: 0 for the state, i + 1 for action dimension i, and 0 to A - 1 for
 * hidden units. A unit uses units of the layer before whose degree is not above its own; an output
 * for dimension i has degree i.
 *
 * @param network the layers
 * @param degrees degree of each unit, for the input and for each layer
 */
record MaskedNetwork(Mlp network, List<float[]> degrees) implements Network {

  /** Copies the degrees. */
  MaskedNetwork {
    degrees = List.copyOf(degrees);
  }

  /**
   * Creates the network {@code name/0/kernel}, ...
   *
   * @param outputs number of outputs for each action dimension
   */
  static MaskedNetwork create(
      NetworkFactory networks,
      String name,
      int observationDim,
      int actionDim,
      List<Integer> hidden,
      int outputs) {
    List<float[]> degrees = new ArrayList<>();
    float[] input = new float[observationDim + actionDim];
    for (int i = 0; i < actionDim; i++) {
      input[observationDim + i] = i + 1f;
    }
    degrees.add(input);
    hidden.forEach(width -> degrees.add(blocks(width, actionDim)));
    degrees.add(blocks(actionDim * outputs, actionDim));
    List<Integer> sizes = Mlp.sizes(input.length, hidden, actionDim * outputs);
    return new MaskedNetwork(networks.mlp(name, sizes), degrees);
  }

  /** The degrees 0 to count - 1, each for about the same number of units in a row. */
  private static float[] blocks(int units, int count) {
    float[] degrees = new float[units];
    for (int unit = 0; unit < units; unit++) {
      degrees[unit] = (int) ((long) unit * count / units);
    }
    return degrees;
  }

  /**
   * The outputs {@code [B, A * outputs]}, those of action dimension 0 first.
   *
   * @param observations {@code [B, S]}
   * @param actions {@code [B, A]}
   */
  Expr apply(Expr observations, Expr actions) {
    Expr y = observations.concat(actions);
    int last = network.layers().size() - 1;
    for (int i = 0; i <= last; i++) {
      Linear layer = network.layers().get(i);
      Expr mask = constant(y, degrees.get(i + 1)).greaterEqual(column(y, degrees.get(i)));
      y = y.matmul(layer.kernel().value().times(mask)).plus(layer.bias().value());
      y = i < last ? y.relu() : y;
    }
    return y;
  }

  private static Expr constant(Expr graph, float[] values) {
    return graph.of(graph.tf().constant(values));
  }

  private static Expr column(Expr graph, float[] values) {
    return constant(graph, values).expandDims(1);
  }

  @Override
  public List<Variable> parameters() {
    return network.parameters();
  }
}
