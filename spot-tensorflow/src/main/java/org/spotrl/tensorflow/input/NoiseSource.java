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

  /** Uniform draws on [0, 1) of this shape. */
  Expr uniform(String name, long... shape);

  /** A dropout mask: 0 with probability {@code dropRate}, else 1. */
  Expr keepMask(String name, double dropRate, long... shape);
}
