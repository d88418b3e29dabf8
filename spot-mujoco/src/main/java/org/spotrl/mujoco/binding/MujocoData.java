package org.spotrl.mujoco.binding;

import com.sun.jna.Pointer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import org.spotrl.api.error.SpotRunException;

/** A simulation: its state in native memory until it is closed. Not thread-safe. */
public final class MujocoData implements AutoCloseable {

  private static final int AXES = 3;

  private final MujocoModel model;
  private final Pointer pointer;
  private final DoubleBuffer time;
  private final DoubleBuffer qpos;
  private final DoubleBuffer qvel;
  private final DoubleBuffer ctrl;
  private final DoubleBuffer xpos;
  private final long buffer;
  private final long qposAddress;
  private long address;

  MujocoData(MujocoModel model, StructOffsets offsets) {
    this.model = model;
    address = MujocoFunctions.mj_makeData(model.address());
    if (address == 0) {
      throw new SpotRunException(
          "MuJoCo could not allocate memory for a simulation; close other programs");
    }
    pointer = new Pointer(address);
    time = view(pointer.share(offsets.time()), 1);
    qpos = view(pointer.getPointer(offsets.qpos()), model.positions());
    qvel = view(pointer.getPointer(offsets.qvel()), model.velocities());
    ctrl = view(pointer.getPointer(offsets.ctrl()), model.controls());
    xpos = view(pointer.getPointer(offsets.xpos()), AXES * model.bodies());
    buffer = pointer.getLong(offsets.buffer());
    qposAddress = pointer.getLong(offsets.qpos());
  }

  /** Returns to the model's initial state: position, zero velocity, zero time. */
  public void reset() {
    MujocoMessages.takeWarning(); // of an earlier episode
    MujocoFunctions.mj_resetData(model.address(), address());
  }

  /** Recomputes all quantities that depend on position, velocity and control. */
  public void forward() {
    MujocoFunctions.mj_forward(model.address(), address());
  }

  /**
   * Advances the simulation.
   *
   * @param steps calls of {@code mj_step}
   * @throws SpotRunException if the simulation became unstable: MuJoCo then silently resets it,
   *     which the simulated time shows
   */
  public void step(int steps) {
    double end = time() + steps * model.timestep();
    for (int i = 0; i < steps; i++) {
      MujocoFunctions.mj_step(model.address(), address());
    }
    // Sums of rounded time steps differ from the product by far less than half a step.
    if (!(Math.abs(time() - end) < 0.5 * model.timestep())) {
      String warning = MujocoMessages.takeWarning();
      throw new SpotRunException(
          "the simulation became unstable at %s s and MuJoCo reset it%s"
              .formatted(end, warning.isEmpty() ? "" : ": " + warning));
    }
  }

  /** Simulated seconds since the last reset. */
  public double time() {
    address();
    return time.get(0);
  }

  /** An element of the position. */
  public double position(int index) {
    address();
    return qpos.get(index);
  }

  /** Sets an element of the position. */
  public void setPosition(int index, double value) {
    address();
    qpos.put(index, value);
  }

  /** An element of the velocity. */
  public double velocity(int index) {
    address();
    return qvel.get(index);
  }

  /** Sets an element of the velocity. */
  public void setVelocity(int index, double value) {
    address();
    qvel.put(index, value);
  }

  /**
   * A coordinate of a body's frame in the world, as of the last evaluation of the dynamics. After
   * {@link #step} that is before the last integration, so it lags behind {@link #position}.
   *
   * @param body index of the body; 0 is the world
   * @param axis 0, 1 or 2 for x, y or z
   */
  public double bodyPosition(int body, int axis) {
    address();
    return xpos.get(AXES * body + axis);
  }

  /** Sets the control of one actuator; MuJoCo clamps it to the actuator's range. */
  public void setControl(int index, double value) {
    address();
    ctrl.put(index, value);
  }

  /** Frees the simulation. A second call does nothing. */
  @Override
  public void close() {
    if (address != 0) {
      MujocoFunctions.mj_deleteData(address);
      address = 0;
    }
  }

  /** True if the positions are at the start of the data buffer, as they must be. */
  boolean positionsLeadBuffer() {
    return qposAddress == buffer;
  }

  private long address() {
    if (address == 0) {
      throw new IllegalStateException("the simulation is closed");
    }
    return address;
  }

  private static DoubleBuffer view(Pointer start, int length) {
    return start
        .getByteBuffer(0, (long) length * Double.BYTES)
        .order(ByteOrder.nativeOrder())
        .asDoubleBuffer();
  }
}
