package org.spotrl.tensorflow.graph;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * A float32 array in the state of the graph: a weight, a moment of an optimiser, the data.
 *
 * <p>{@link #value()} is its value at this point of the program, after the writes above and before
 * the writes below.
 *
 * <p>It may be padded with zero rows and columns where that makes products faster. {@link #value()}
 * includes the padding; checkpoints and initial values do not.
 */
public final class Variable {

  private final GraphBuilder graph;
  private final String name;
  private final long[] shape;
  private final long[] storedShape;
  private final boolean checkpointed;
  private final VarHandleOp handle;
  private @Nullable Supplier<float[]> initial;
  private @Nullable Expr current;
  private @Nullable Program readIn;

  Variable(
      GraphBuilder graph,
      String name,
      long[] shape,
      long[] storedShape,
      boolean checkpointed,
      VarHandleOp handle,
      Supplier<float[]> initial) {
    this.graph = graph;
    this.name = name;
    this.shape = shape.clone();
    this.storedShape = storedShape.clone();
    this.checkpointed = checkpointed;
    this.handle = handle;
    this.initial = initial;
  }

  /** Its name in checkpoints, for example {@code actor/0/kernel}. */
  public String name() {
    return name;
  }

  /** Its dimensions without padding. */
  public long[] shape() {
    return shape.clone();
  }

  /** True if checkpoints save it. */
  public boolean checkpointed() {
    return checkpointed;
  }

  /** Number of elements. */
  public int length() {
    long length = 1;
    for (long dimension : shape) {
      length *= dimension;
    }
    return Math.toIntExact(length);
  }

  /** The dimensions of {@link #value()}, including padding. */
  long[] storedShape() {
    return storedShape.clone();
  }

  /** Removes the padding from a value of the stored dimensions, such as a gradient. */
  public Expr trim(Expr stored) {
    if (Arrays.equals(shape, storedShape)) {
      return stored;
    }
    Ops tf = graph.tf();
    return stored.of(tf.slice(stored, tf.constant(new long[shape.length]), tf.constant(shape)));
  }

  /** Its value at this point of the current program. */
  public Expr value() {
    Program program = graph.currentProgram();
    Expr read = current;
    if (read == null || readIn != program) {
      read = new Expr(graph, graph.named("read/" + name).readVariableOp(handle, TFloat32.class));
      current = read;
      readIn = program;
    }
    return read;
  }

  /** The resource handle, for operations that write the variable or gather from it. */
  public Operand<? extends TType> handle() {
    return handle;
  }

  /**
   * Sets its value from this point of the current program on.
   *
   * @throws IllegalArgumentException if the value has another shape
   */
  public void assign(Expr newValue) {
    newValue.requireShape(storedShape);
    writtenBy(graph.tf().assignVariableOp(handle, newValue).op());
  }

  /** this &lt;- this - rate * direction, from this point of the current program on. */
  public void descend(Expr rate, Expr direction) {
    writtenBy(graph.tf().train.resourceApplyGradientDescent(handle, rate, direction).op());
  }

  /** Registers an operation that writes this variable: later reads come after it. */
  public void writtenBy(Operation write) {
    current = null;
    graph.currentProgram().addWrite(write);
  }

  /** Returns the initial values once and releases them. */
  float[] takeInitial() {
    Supplier<float[]> source = initial;
    if (source == null) {
      throw new IllegalStateException("variable '" + name + "' is already initialised");
    }
    initial = null;
    return source.get();
  }
}
