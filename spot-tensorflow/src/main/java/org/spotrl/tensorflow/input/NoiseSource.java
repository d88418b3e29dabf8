package org.spotrl.tensorflow.input;

import org.spotrl.tensorflow.graph.Expr;

/**
 * Where the random draws of one program come from.
 *
 * <p>A draw is known by its name, which is unique within the program: the order of the calls means
 * nothing.
 */
public interface NoiseSource {

  /** Standard normal draws of this shape. */
  Expr normal(String name, long... shape);

  /** Draws of the uniform distribution on [0, 1). */
  Expr uniform(String name, long... shape);

  /** 1 where a unit is kept, 0 where it is dropped with the given probability. */
  Expr keepMask(String name, double dropRate, long... shape);
}
