package org.spotrl.tensorflow.input;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.random.RandomStream;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.Program;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.family.TType;

/**
 * Random draws as a function of (seed, program, name, update): TensorFlow's counter-based Philox
 * generator with one key for each stream and the update number as counter. The generator has no
 * state, so a resumed run draws the same numbers as an uninterrupted one.
 */
final class StatelessNoise implements NoiseSource {

  private static final int PHILOX = 1;

  private final GraphBuilder graph;
  private final Ops tf;
  private final Program program;
  private final long seed;
  private final Output<?> counter;
  private @Nullable SharedBits halfUsed;

  StatelessNoise(GraphBuilder graph, long seed) {
    this.graph = graph;
    this.tf = graph.tf();
    this.program = graph.currentProgram();
    this.seed = seed;
    // The counter has 128 bits. The update number is the upper half; draws within an update count
    // up in the lower half, so they never reach those of the next update.
    this.counter = asUint64(tf.stack(List.of(tf.constant(0L), program.step())));
  }

  @Override
  public Expr normal(String name, long... shape) {
    return floats("StatelessRandomNormalV2", name, shape);
  }

  @Override
  public Expr uniform(String name, double low, double high, long... shape) {
    return floats("StatelessRandomUniformV2", name, shape).times(high - low).plus(low);
  }

  private Expr floats(String type, String name, long... shape) {
    Output<?> draw =
        tf.scope()
            .withName(name)
            .opBuilder(type, name)
            .addInput(tf.constant(shape).asOutput())
            .addInput(key(name))
            .addInput(counter)
            .addInput(algorithm())
            .setAttr("dtype", DataType.DT_FLOAT)
            .build()
            .output(0);
    return graph.expr(draw.expect(TFloat32.class));
  }

  /** Uniform integers on [0, bound), {@code [n]}. */
  Operand<TInt64> indices(String name, long bound, long n) {
    return tf.scope()
        .withName(name)
        .opBuilder("StatelessRandomUniformIntV2", name)
        .addInput(tf.constant(new long[] {n}).asOutput())
        .addInput(key(name))
        .addInput(counter)
        .addInput(algorithm())
        .addInput(tf.constant(0L).asOutput())
        .addInput(tf.constant(bound).asOutput())
        .setAttr("dtype", DataType.DT_INT64)
        .build()
        .<TInt64>output(0);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Each unit uses 16 random bits. Two masks of the same shape and rate share them, because
   * drawing bits is the most expensive step of dropout; see {@link MaskBands}.
   */
  @Override
  public Expr keepMask(String name, double dropRate, long... shape) {
    MaskBands bands = MaskBands.of(dropRate);
    SharedBits shared = halfUsed;
    if (shared != null && shared.serves(bands, shape)) {
      halfUsed = null;
      Operand<TUint16> shifted = tf.math.sub(shared.bits(), uint16(bands.secondStart()));
      return keptFrom(shifted, bands);
    }
    Operand<TUint16> bits = bits(name, shape);
    halfUsed = new SharedBits(bands, Shape.of(shape), bits);
    return keptFrom(bits, bands);
  }

  private Expr keptFrom(Operand<TUint16> bits, MaskBands bands) {
    Operand<TBool> kept = tf.math.greaterEqual(bits, uint16(bands.width()));
    return graph.expr(tf.dtypes.cast(kept, TFloat32.class));
  }

  private Operand<TUint16> uint16(int value) {
    return tf.dtypes.cast(tf.constant(value), TUint16.class);
  }

  /** Random bits that one mask has used and a second mask can use. */
  private record SharedBits(MaskBands bands, Shape shape, Operand<TUint16> bits) {

    boolean serves(MaskBands otherBands, long... otherShape) {
      return bands.equals(otherBands) && shape.equals(Shape.of(otherShape));
    }
  }

  private Operand<TUint16> bits(String name, long... shape) {
    long count = 1;
    for (long dimension : shape) {
      count *= dimension;
    }
    long words = (count + 3) / 4;
    Output<?> draw =
        tf.scope()
            .withName(name)
            .opBuilder("StatelessRandomUniformFullIntV2", name)
            .addInput(tf.constant(new long[] {words}).asOutput())
            .addInput(key(name))
            .addInput(counter)
            .addInput(algorithm())
            .setAttr("dtype", DataType.DT_UINT64)
            .build()
            .output(0);
    Operand<TUint16> bits = bitcast(draw, DataType.DT_UINT16).expect(TUint16.class);
    if (4 * words != count) {
      Operand<TUint16> flat = tf.reshape(bits, tf.constant(new long[] {4 * words}));
      bits = tf.slice(flat, tf.constant(new long[] {0}), tf.constant(new long[] {count}));
    }
    return tf.reshape(bits, tf.constant(shape));
  }

  private Output<?> key(String name) {
    long key = RandomStream.of(seed, program.name() + "/" + name).key();
    return asUint64(tf.constant(new long[] {key}));
  }

  private Output<?> algorithm() {
    return tf.constant(PHILOX).asOutput();
  }

  /** Bitcasts int64 to uint64, for which TensorFlow Java has no type. */
  private Output<?> asUint64(Operand<TInt64> value) {
    return bitcast(value.asOutput(), DataType.DT_UINT64);
  }

  private <T extends TType> Output<?> bitcast(Output<T> value, DataType type) {
    return tf.scope()
        .opBuilder("Bitcast", "Bitcast")
        .addInput(value)
        .setAttr("type", type)
        .build()
        .output(0);
  }
}
