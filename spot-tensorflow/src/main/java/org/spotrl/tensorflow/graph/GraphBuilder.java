package org.spotrl.tensorflow.graph;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Builds the graph of a learner: its state, its programs and the values that can be fetched.
 *
 * <p>Within a program, operations take effect in the order in which they are written. If the
 * actor's step is written below the critic's, the actor uses the updated critic. {@link
 * ProgramOrder} adds the edges for this order when the graph is compiled. Not thread-safe.
 */
public final class GraphBuilder implements AutoCloseable {

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final Map<String, Path> mapped = new LinkedHashMap<>();
  private final Map<String, Counter> counters = new LinkedHashMap<>();
  private final Map<String, Expr> fetches = new LinkedHashMap<>();
  private final List<TrainOp> trainOps = new ArrayList<>();
  private @Nullable Program current;

  /** The TensorFlow operations of this graph. */
  public Ops tf() {
    return tf;
  }

  /** The TensorFlow operations with this name for the next operation; slashes are allowed. */
  Ops named(String name) {
    return tf.withName(opName(name));
  }

  /** Replaces slashes: TensorFlow Java reads a slash as a scope. */
  static String opName(String name) {
    return name.replace('/', '.');
  }

  /** Adds a variable to the learner's state. */
  public Variable variable(String name, Supplier<float[]> initial, long... shape) {
    return variable(name, true, initial, shape, shape);
  }

  /**
   * Adds a variable that is stored with zero padding up to larger dimensions. Every write must keep
   * the padding zero.
   */
  public Variable padded(String name, Supplier<float[]> initial, long[] shape, long[] storedShape) {
    return variable(name, true, initial, shape, storedShape);
  }

  /** Adds a variable of zeros with the shape and padding of another: a moment of an optimiser. */
  public Variable zerosLike(String name, Variable other) {
    return variable(
        name, true, () -> new float[other.length()], other.shape(), other.storedShape());
  }

  /** Adds a constant variable that is not saved in checkpoints: the data. */
  public Variable fixed(String name, Supplier<float[]> values, long... shape) {
    return variable(name, false, values, shape, shape);
  }

  /**
   * Adds a constant variable that is not saved in checkpoints and whose values are a file, mapped
   * into memory: processes with the same file share them.
   *
   * @param file the numbers row by row, float32 in the machine's byte order; must not change
   */
  public Variable mapped(String name, Path file, long... shape) {
    Variable variable = variable(name, false, () -> new float[0], shape, shape);
    mapped.put(name, file);
    return variable;
  }

  private Variable variable(
      String name,
      boolean checkpointed,
      Supplier<float[]> initial,
      long[] shape,
      long[] storedShape) {
    VarHandleOp handle =
        named("state/" + name)
            .varHandleOp(TFloat32.class, Shape.of(storedShape), VarHandleOp.sharedName(name));
    Variable variable = new Variable(this, name, shape, storedShape, checkpointed, handle, initial);
    if (variables.put(name, variable) != null) {
      throw new IllegalArgumentException("two variables have the name '" + name + "'");
    }
    return variable;
  }

  /** Adds a counter to the learner's state. */
  public Counter counter(String name) {
    VarHandleOp handle =
        named("state/" + name)
            .varHandleOp(TInt64.class, Shape.scalar(), VarHandleOp.sharedName(name));
    Counter counter = new Counter(this, name, handle);
    if (counters.put(name, counter) != null) {
      throw new IllegalArgumentException("two counters have the name '" + name + "'");
    }
    return counter;
  }

  /**
   * Begins a program of updates. Operations written from here on belong to it; each run adds one to
   * the counter {@code name/step}.
   */
  public Program beginProgram(String name) {
    mark(name);
    Counter counter = counter(name + "/step");
    Program program = new Program(name);
    current = program;
    program.start(counter.increment());
    return program;
  }

  /** Begins a program that does not change state; its step is always 0. */
  public Program beginAnalysis(String name) {
    mark(name);
    Program program = new Program(name);
    current = program;
    program.start(tf.constant(0L));
    return program;
  }

  private void mark(String name) {
    named(ProgramOrder.BEGIN + name).noOp();
  }

  /** 1 in updates of the current program after the first {@code updates}, 0 until then. */
  public Expr afterUpdates(long updates) {
    return new Expr(
        this,
        tf.dtypes.cast(
            tf.math.greater(currentProgram().step(), tf.constant(updates)), TFloat32.class));
  }

  /** The program that is being written. */
  public Program currentProgram() {
    Program program = current;
    if (program == null) {
      throw new IllegalStateException("begin a program before reading or writing state");
    }
    return program;
  }

  /** A train op that runs everything the current program has written so far. */
  public TrainOp trainOp(String name) {
    Program program = currentProgram();
    String fullName = program.name() + "/" + name;
    List<Op> writes = new ArrayList<>();
    for (Operation write : program.writes()) {
      writes.add(new WrittenOp(write));
    }
    named("run/" + fullName).withControlDependencies(writes).noOp();
    TrainOp op = new TrainOp(fullName, metrics(program.name()));
    trainOps.add(op);
    return op;
  }

  /** The metrics of a program so far, each with the value to fetch. */
  private Map<String, String> metrics(String program) {
    Map<String, String> metrics = new LinkedHashMap<>();
    String prefix = program.equals("policy") ? "train/" : "train/" + program + "_";
    fetches.forEach(
        (fetch, value) -> {
          String name = fetch.substring(fetch.indexOf('/') + 1);
          if (fetch.startsWith(program + "/") && value.axes() == 0 && name.indexOf('/') < 0) {
            metrics.put(prefix + name, fetch);
          }
        });
    return metrics;
  }

  private record WrittenOp(Operation op) implements Op {}

  /** Gives a value of the current program a name to fetch it by; see {@link Expr#named}. */
  void fetch(String name, Expr value) {
    String fullName = currentProgram().name() + "/" + name;
    if (fetches.put(fullName, value) != null) {
      throw new IllegalArgumentException("two values have the name '" + fullName + "'");
    }
  }

  /** A placeholder that each run feeds under the name {@code PROGRAM/name}. */
  public Expr placeholder(String name, long... shape) {
    return new Expr(
        this,
        named("feed/" + currentProgram().name() + "/" + name)
            .placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape))));
  }

  /** A constant. */
  public Expr constant(double number) {
    return new Expr(this, tf.constant((float) number));
  }

  /** An operand as an expression. */
  public Expr expr(Operand<TFloat32> operand) {
    return new Expr(this, operand);
  }

  /**
   * The gradients of a scalar with respect to the variables' current values, in their order.
   *
   * @throws IllegalArgumentException if the loss does not depend on one of them
   */
  public List<Expr> gradients(Expr loss, List<Variable> variables) {
    loss.requireShape();
    return gradientsBy(loss, variables.stream().map(Variable::value).toList());
  }

  /** The gradients of the sum of a value with respect to other values, in their order. */
  public List<Expr> gradientsBy(Expr value, List<Expr> by) {
    Gradients gradients = Gradients.create(tf.scope(), value, by);
    List<Expr> result = new ArrayList<>();
    for (int i = 0; i < by.size(); i++) {
      result.add(new Expr(this, gradients.<TFloat32>dy(i)));
    }
    return result;
  }

  /** The files of the variables that are mapped, by name. */
  Map<String, Path> mapped() {
    return Map.copyOf(mapped);
  }

  /** The variables, in order of creation. */
  List<Variable> variables() {
    return List.copyOf(variables.values());
  }

  /** The counters, in order of creation. */
  List<Counter> counters() {
    return List.copyOf(counters.values());
  }

  Map<String, Expr> fetches() {
    return fetches;
  }

  List<TrainOp> trainOps() {
    return trainOps;
  }

  Graph graph() {
    return graph;
  }

  /**
   * Compiles the graph in program order, with all variables at their initial values. The builder
   * can be closed afterwards.
   */
  public CompiledGraph compile(SessionSettings settings) {
    return CompiledGraph.of(this, settings);
  }

  @Override
  public void close() {
    graph.close();
  }
}
