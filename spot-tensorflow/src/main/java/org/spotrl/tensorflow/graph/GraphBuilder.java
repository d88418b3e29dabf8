package org.spotrl.tensorflow.graph;

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
 * Writes the graph of a learner: state, programs of updates, and what can be fetched from them.
 *
 * <p>Within a program, operations take effect in the order in which they are written, so "the actor
 * uses the critic just updated" is said by writing the actor's step below the critic's. {@link
 * ProgramOrder} turns that into edges when the graph is compiled. Not thread-safe.
 */
public final class GraphBuilder implements AutoCloseable {

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final Map<String, Counter> counters = new LinkedHashMap<>();
  private final Map<String, Expr> fetches = new LinkedHashMap<>();
  private final List<TrainOp> trainOps = new ArrayList<>();
  private @Nullable Program current;

  /** Where operations are added. */
  public Ops tf() {
    return tf;
  }

  /** Where the next operation is added under this name; slashes are allowed. */
  Ops named(String name) {
    return tf.withName(opName(name));
  }

  /** TensorFlow Java takes a slash for a scope. */
  static String opName(String name) {
    return name.replace('/', '.');
  }

  /** A new variable that is part of the learner's state. */
  public Variable variable(String name, Supplier<float[]> initial, long... shape) {
    return variable(name, true, initial, shape, shape);
  }

  /**
   * A new variable that is stored with zeros up to larger dimensions; they stay zero as long as
   * every write leaves them so.
   */
  public Variable filledUp(
      String name, Supplier<float[]> initial, long[] shape, long[] storedShape) {
    return variable(name, true, initial, shape, storedShape);
  }

  /** A new variable of zeros, in shape and storage like another: a moment of an optimiser. */
  public Variable zerosLike(String name, Variable other) {
    return variable(
        name, true, () -> new float[other.length()], other.shape(), other.storedShape());
  }

  /** A new variable that no update changes and no checkpoint holds: the data. */
  public Variable fixed(String name, Supplier<float[]> values, long... shape) {
    return variable(name, false, values, shape, shape);
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

  /** A new counter, part of the learner's state. */
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
   * Begins a program of updates: what is written from here on belongs to it, and each of its runs
   * counts one update in {@code name/step}.
   */
  public Program beginProgram(String name) {
    mark(name);
    Counter counter = counter(name + "/step");
    Program program = new Program(name);
    current = program;
    program.start(counter.increment());
    return program;
  }

  /** Begins a program that only looks: it changes nothing and its step is always 0. */
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

  /** The program that is being written. */
  public Program currentProgram() {
    Program program = current;
    if (program == null) {
      throw new IllegalStateException("begin a program before reading or writing state");
    }
    return program;
  }

  /** All that the current program has written so far, as something to run under this name. */
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

  /** The scalars that a program has named so far: metric to fetch. */
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

  /** A value to be fed in each run under the name {@code PROGRAM/name}. */
  public Expr placeholder(String name, long... shape) {
    return new Expr(
        this,
        named("feed/" + currentProgram().name() + "/" + name)
            .placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape))));
  }

  /** A number. */
  public Expr constant(double number) {
    return new Expr(this, tf.constant((float) number));
  }

  /** An operand as an expression. */
  public Expr expr(Operand<TFloat32> operand) {
    return new Expr(this, operand);
  }

  /**
   * The gradients of a scalar by the current values of the variables, in their order.
   *
   * @throws IllegalArgumentException if the loss does not depend on one of them
   */
  public List<Expr> gradients(Expr loss, List<Variable> variables) {
    loss.requireShape();
    return gradientsBy(loss, variables.stream().map(Variable::value).toList());
  }

  /** The gradients of a value's sum by other values, in their order. */
  public List<Expr> gradientsBy(Expr value, List<Expr> by) {
    Gradients gradients = Gradients.create(tf.scope(), value, by);
    List<Expr> result = new ArrayList<>();
    for (int i = 0; i < by.size(); i++) {
      result.add(new Expr(this, gradients.<TFloat32>dy(i)));
    }
    return result;
  }

  /** The variables, in the order of their making. */
  List<Variable> variables() {
    return List.copyOf(variables.values());
  }

  /** The counters, in the order of their making. */
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
   * The graph in program order, ready to run, its variables at their initial values. The builder
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
