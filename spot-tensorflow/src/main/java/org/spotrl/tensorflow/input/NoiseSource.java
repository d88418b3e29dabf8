package org.spotrl.tensorflow.input;

import org.spotrl.tensorflow.graph.Expr;

/**
 * Source of the random draws of one program.
 *
 * <p>A draw is identified by its name, which is unique within the program; the order of the calls
 * does not matter.
 */
public interface NoiseSource {

  /** Standard normal draws of this shape. */
  Expr normal(String name, long... shape);

  /** Draws of the uniform distribution on [low, high). */
  Expr uniform(String name, double low, double high, long... shape);

  /** A dropout mask: 0 with probability {@code dropRate}, else 1. */
  Expr keepMask(String name, double dropRate, long... shape);
}
