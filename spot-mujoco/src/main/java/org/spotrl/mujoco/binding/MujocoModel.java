package org.spotrl.mujoco.binding;

import com.sun.jna.Pointer;

/**
 * A compiled model. It is constant, so any number of threads may share it. It is never freed unless
 * it is closed.
 */
public final class MujocoModel implements AutoCloseable {

  private final StructOffsets offsets;
  private final Pointer pointer;
  private final int positions;
  private final int velocities;
  private final int controls;
  private final int bodies;
  private final double timestep;
  private long address;

  MujocoModel(long address, StructOffsets offsets) {
    this.address = address;
    this.offsets = offsets;
    pointer = new Pointer(address);
    positions = pointer.getInt(StructOffsets.NQ);
    velocities = pointer.getInt(StructOffsets.NV);
    controls = pointer.getInt(StructOffsets.NU);
    bodies = pointer.getInt(StructOffsets.NBODY);
    timestep = pointer.getDouble(offsets.timestep());
  }

  /** Size of the position, nq. */
  public int positions() {
    return positions;
  }

  /** Size of the velocity, nv. */
  public int velocities() {
    return velocities;
  }

  /** Number of actuators, nu. */
  public int controls() {
    return controls;
  }

  /** Number of bodies including the world, nbody. */
  public int bodies() {
    return bodies;
  }

  /** Simulated seconds of each {@code mj_step}. */
  public double timestep() {
    return timestep;
  }

  /** The initial position, {@code [nq]}, a copy. */
  public double[] initialPosition() {
    return doubles(offsets.qpos0(), positions);
  }

  /** The masses in kg, {@code [nbody]}, the world first; a copy. */
  public double[] bodyMasses() {
    return doubles(offsets.bodyMass(), bodies);
  }

  /** A new simulation of this model, at rest at the initial position. */
  public MujocoData newData() {
    return new MujocoData(this, offsets);
  }

  /** Frees the model. Close all its simulations first. */
  @Override
  public void close() {
    if (address != 0) {
      MujocoFunctions.mj_deleteModel(address);
      address = 0;
    }
  }

  long address() {
    if (address == 0) {
      throw new IllegalStateException("the model is closed");
    }
    return address;
  }

  private double[] doubles(int offset, int length) {
    address();
    return pointer.getPointer(offset).getDoubleArray(0, length);
  }
}
