package org.spotrl.tensorflow.density;

/** Unit of a log density. */
public enum DensityUnit {
  /**
   * The unit of the authors' CVAE loss, beta / (2A) times the nats; their lambdas are for this
   * unit.
   */
  AUTHORS,
  /** Nats: the natural logarithm of the density. */
  NATS
}
