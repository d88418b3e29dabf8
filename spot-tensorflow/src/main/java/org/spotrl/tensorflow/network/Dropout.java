package org.spotrl.tensorflow.network;

import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.NoiseSource;

/**
 * Sets each unit to zero with probability {@code rate} and scales the others by 1/(1 - rate).
 *
 * @param noise source of the masks
 * @param name the mask of hidden layer i is named {@code name_i}
 * @param rate dropout rate in [0, 1); 0 turns dropout off
 */
public record Dropout(NoiseSource noise, String name, double rate) {

  /** The units of a hidden layer after dropout, of the same shape. */
  public Expr apply(Expr units, int layer) {
    if (rate == 0) {
      return units;
    }
    Expr keep = noise.keepMask(name + "_" + layer, rate, units.shape().asArray());
    return units.times(keep.times(1 / (1 - rate)));
  }
}
