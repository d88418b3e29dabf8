package org.spotrl.tensorflow.density;

/** A unit of log densities. */
public enum DensityUnit {
  /** That of the authors' CVAE loss: beta / (2A) times the nats, which their lambdas are for. */
  AUTHORS,
  /** Natural units of information. */
  NATS
}
