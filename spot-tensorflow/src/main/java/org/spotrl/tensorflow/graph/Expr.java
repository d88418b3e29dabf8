package org.spotrl.tensorflow.graph;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * A float32 expression in a graph under construction; losses written with it read like their
 * equations.
 *
 * <p>Shapes are static and broadcast as in NumPy. The names of the arithmetic methods are Kotlin's
 * operator names. An expression is also an {@link Operand}, for use with any TensorFlow operation
 * through {@link #tf()}.
 */
public final class Expr implements Operand<TFloat32> {

  private final GraphBuilder graph;
  private final Ops tf;
  private final Operand<TFloat32> operand;

  Expr(GraphBuilder graph, Operand<TFloat32> operand) {
    this.graph = graph;
    this.tf = graph.tf();
    this.operand = operand;
  }

  /**
   * Names this value, so that updates can fetch it as {@code PROGRAM/name}; it is computed only
   * when fetched. A named scalar becomes a metric: {@code train/name} in the program {@code
   * policy}, {@code train/PROGRAM_name} in others.
   *
   * @return this expression
   */
  public Expr named(String name) {
    graph.fetch(name, this);
    return this;
  }

  /** The TensorFlow operations of its graph. */
  public Ops tf() {
    return tf;
  }

  @Override
  public Operation op() {
    return operand.op();
  }

  @Override
  public Output<TFloat32> asOutput() {
    return operand.asOutput();
  }

  /** Its size along an axis; negative axes count from the last. */
  public long size(int axis) {
    Shape shape = shape();
    return shape.get(axis < 0 ? axis + shape.numDimensions() : axis);
  }

  /** Number of axes. */
  public int axes() {
    return shape().numDimensions();
  }

  /**
   * Returns this expression if it has this shape.
   *
   * @throws IllegalArgumentException if it has another shape
   */
  public Expr requireShape(long... expected) {
    if (!Arrays.equals(shape().asArray(), expected)) {
      throw new IllegalArgumentException(
          "%s has the shape %s, but %s is needed"
              .formatted(asOutput().name(), shape(), Arrays.toString(expected)));
    }
    return this;
  }

  /** this + other. */
  public Expr plus(Expr other) {
    return of(tf.math.add(operand, other.operand));
  }

  /** this + number. */
  public Expr plus(double number) {
    return plus(constant(number));
  }

  /** this - other. */
  public Expr minus(Expr other) {
    return of(tf.math.sub(operand, other.operand));
  }

  /** this - number. */
  public Expr minus(double number) {
    return minus(constant(number));
  }

  /** this * other, element by element. */
  public Expr times(Expr other) {
    return of(tf.math.mul(operand, other.operand));
  }

  /** this * number. */
  public Expr times(double number) {
    return number == 1.0 ? this : times(constant(number));
  }

  /** this / other, element by element. */
  public Expr div(Expr other) {
    return of(tf.math.div(operand, other.operand));
  }

  /** this / number. */
  public Expr div(double number) {
    return div(constant(number));
  }

  /** -this. */
  public Expr unaryMinus() {
    return of(tf.math.neg(operand));
  }

  /** The square of each element. */
  public Expr square() {
    return of(tf.math.square(operand));
  }

  /** The square root of each element. */
  public Expr sqrt() {
    return of(tf.math.sqrt(operand));
  }

  /** The absolute value of each element. */
  public Expr abs() {
    return of(tf.math.abs(operand));
  }

  /** e to the power of each element. */
  public Expr exp() {
    return of(tf.math.exp(operand));
  }

  /** e to the power of each element, minus 1: exact near 0. */
  public Expr expm1() {
    return of(tf.math.expm1(operand));
  }

  /** The natural logarithm of each element. */
  public Expr log() {
    return of(tf.math.log(operand));
  }

  /** The hyperbolic tangent of each element. */
  public Expr tanh() {
    return of(tf.math.tanh(operand));
  }

  /** The logistic function of each element. */
  public Expr sigmoid() {
    return of(tf.math.sigmoid(operand));
  }

  /** log(1 + e^x) of each element, without overflow. */
  public Expr softplus() {
    return of(tf.math.softplus(operand));
  }

  /** The error function of each element. */
  public Expr erf() {
    return of(tf.math.erf(operand));
  }

  /** exp(x) of each element, divided by their sum along the last axis. */
  public Expr softmax() {
    return of(tf.nn.softmax(operand));
  }

  /** max(x, 0) of each element. */
  public Expr relu() {
    return of(tf.nn.relu(operand));
  }

  /** Each element clipped to the bounds; the gradient of clipped elements is zero. */
  public Expr clip(double low, double high) {
    return atLeast(low).atMost(high);
  }

  /** max(x, bound) of each element. */
  public Expr atLeast(double bound) {
    return max(constant(bound));
  }

  /** min(x, bound) of each element. */
  public Expr atMost(double bound) {
    return min(constant(bound));
  }

  /** The elementwise minimum. */
  public Expr min(Expr other) {
    return of(tf.math.minimum(operand, other.operand));
  }

  /** The elementwise maximum. */
  public Expr max(Expr other) {
    return of(tf.math.maximum(operand, other.operand));
  }

  /** 1 where this is at least the other, 0 elsewhere; without a gradient. */
  public Expr greaterEqual(Expr other) {
    return of(tf.dtypes.cast(tf.math.greaterEqual(operand, other.operand), TFloat32.class))
        .stopGradient();
  }

  /** The mean over all elements, or over the given axes. */
  public Expr mean(int... axes) {
    return of(tf.math.mean(operand, tf.constant(orAll(axes)), Mean.keepDims(false)));
  }

  /** The sum over all elements, or over the given axes. */
  public Expr sum(int... axes) {
    return of(tf.sum(operand, tf.constant(orAll(axes)), Sum.keepDims(false)));
  }

  /** The maximum over all elements, or over the given axes; without a gradient. */
  public Expr reduceMax(int... axes) {
    return of(tf.reduceMax(operand, tf.constant(orAll(axes)), ReduceMax.keepDims(false)));
  }

  /** The row {@code [D]} of this {@code [N, D]} whose value in {@code [N]} is the maximum. */
  public Expr rowOfMax(Expr values) {
    Operand<TInt64> row = tf.math.argMax(values.operand, tf.constant(0));
    return of(tf.gather(operand, row, tf.constant(0)));
  }

  /** log of the sum of exponentials along one axis, which is removed; without overflow. */
  public Expr logSumExp(int axis) {
    Expr top =
        of(tf.reduceMax(operand, tf.constant(new int[] {axis}), ReduceMax.keepDims(true)))
            .stopGradient();
    long[] dropped =
        IntStream.range(0, axes()).filter(i -> i != axis).mapToLong(this::size).toArray();
    return minus(top).exp().sum(axis).log().plus(top.reshape(dropped));
  }

  /** The same value without a gradient. */
  public Expr stopGradient() {
    return of(tf.stopGradient(operand));
  }

  /** The same elements in another shape. */
  public Expr reshape(long... shape) {
    return of(tf.reshape(operand, tf.constant(shape)));
  }

  /** The same elements with a new axis of size 1. */
  public Expr expandDims(int axis) {
    return of(tf.expandDims(operand, tf.constant(axis)));
  }

  /** Columns [from, to) of the last axis. */
  public Expr columns(int from, int to) {
    int last = axes() - 1;
    // In int32: TensorFlow's gradient of a slice does not take int64 bounds.
    int[] begin = new int[axes()];
    int[] length = LongStream.of(shape().asArray()).mapToInt(Math::toIntExact).toArray();
    begin[last] = from;
    length[last] = to - from;
    return of(tf.slice(operand, tf.constant(begin), tf.constant(length)));
  }

  /** Concatenates both along the last axis. */
  public Expr concat(Expr other) {
    return concat(List.of(this, other));
  }

  /** Concatenates all along the last axis. */
  public static Expr concat(List<Expr> parts) {
    Expr first = parts.get(0);
    List<Operand<TFloat32>> operands = List.copyOf(parts);
    return first.of(first.tf.concat(operands, first.tf.constant(first.axes() - 1)));
  }

  /** Repeats each row {@code times} times in succession: [B, D] becomes [B * times, D]. */
  public Expr repeatRows(int times) {
    if (times == 1) {
      return this;
    }
    int rows = Math.toIntExact(size(0));
    int width = Math.toIntExact(size(1));
    // In int32: TensorFlow's gradient of a broadcast does not take int64 shapes.
    Operand<TInt32> shape = tf.constant(new int[] {rows, times, width});
    return of(tf.broadcastTo(expandDims(1), shape)).reshape((long) rows * times, width);
  }

  /** The matrix product of [N, K] and [K, M]. */
  public Expr matmul(Expr other) {
    return of(tf.linalg.matMul(operand, other.operand));
  }

  /** The matrix products of [..., N, K] and [..., K, M]. */
  public Expr batchMatmul(Expr other) {
    return of(tf.train.batchMatMul(operand, other.operand, TFloat32.class));
  }

  /** The axes in another order: axis i of the result is axis {@code order[i]}. */
  public Expr transpose(int... order) {
    return of(tf.linalg.transpose(operand, tf.constant(order)));
  }

  /** The rows {@code [N, D]} of {@code [M, D]} at these numbers {@code [N]}. */
  public Expr rows(Expr numbers) {
    Operand<TInt32> indices = tf.dtypes.cast(numbers.operand, TInt32.class);
    return of(tf.gather(operand, indices, tf.constant(0)));
  }

  /** A constant in the same graph. */
  public Expr constant(double number) {
    return of(tf.constant((float) number));
  }

  /** This shape, filled with a number. */
  public Expr filled(double number, long... shape) {
    return of(tf.fill(tf.constant(shape), tf.constant((float) number)));
  }

  /** An operand of the same graph as an expression. */
  public Expr of(Operand<TFloat32> other) {
    return new Expr(graph, other);
  }

  private int[] orAll(int[] axes) {
    return axes.length > 0 ? axes : IntStream.range(0, axes()).toArray();
  }

  @Override
  public String toString() {
    return "Expr(" + asOutput().name() + shape() + ")";
  }
}
