package org.spotrl.tensorflow.graph;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.Sha256;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ImmutableConst;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/** A compiled graph: runs updates, evaluates functions and holds the state in native memory. */
public final class CompiledGraph implements AutoCloseable {

  private final Graph graph;
  private final Session session;
  private final Map<String, Variable> variables = new TreeMap<>();
  private final Set<String> counters = new LinkedHashSet<>();
  private final Map<String, String> fetches = new LinkedHashMap<>();
  private final Set<String> trainOps = new LinkedHashSet<>();

  private CompiledGraph(Graph graph, SessionSettings settings) {
    FirstRun.quietly(settings);
    this.graph = graph;
    this.session = new Session(graph, settings.toProto());
  }

  static CompiledGraph of(GraphBuilder builder, SessionSettings settings) {
    addStateAccess(builder);
    Set<String> targets = new LinkedHashSet<>();
    builder.trainOps().forEach(trainOp -> targets.add(op("run/" + trainOp.name())));
    GraphDef inPlace = InPlaceRelu.apply(builder.graph().toGraphDef());
    Graph graph = new Graph();
    graph.importGraphDef(ProgramOrder.apply(inPlace, targets));
    CompiledGraph compiled = new CompiledGraph(graph, settings);
    builder.trainOps().forEach(trainOp -> compiled.trainOps.add(trainOp.name()));
    builder.fetches().forEach((name, value) -> compiled.fetches.put(name, operand(value)));
    Map<String, float[]> floats = new LinkedHashMap<>();
    Map<String, Long> longs = new LinkedHashMap<>();
    for (Variable variable : builder.variables()) {
      compiled.variables.put(variable.name(), variable);
      Path file = builder.mapped().get(variable.name());
      if (file == null) {
        floats.put(variable.name(), variable.takeInitial());
      } else {
        compiled.map(variable, file);
      }
    }
    for (Counter counter : builder.counters()) {
      compiled.counters.add(counter.name());
      longs.put(counter.name(), 0L);
    }
    compiled.write(floats, longs);
    return compiled;
  }

  /** Sets a variable to the content of a file, without a copy: the assignment shares the memory. */
  private void map(Variable variable, Path file) {
    Ops tf = Ops.create(graph);
    ImmutableConst<TFloat32> content =
        ImmutableConst.create(
            tf.scope(), TFloat32.class, Shape.of(variable.shape()), file.toString());
    Operand<? extends TType> handle =
        graph.operationOrThrow(op("state/" + variable.name())).<TType>output(0);
    session.runner().addTarget(tf.assignVariableOp(handle, content).op()).run().close();
  }

  private static String op(String name) {
    return GraphBuilder.opName(name);
  }

  private static String operand(Expr value) {
    return value.asOutput().op().name() + ":" + value.asOutput().index();
  }

  /** Adds operations that read and write each variable, in a separate program. */
  private static void addStateAccess(GraphBuilder builder) {
    builder.named(ProgramOrder.BEGIN + "access").noOp();
    for (Variable variable : builder.variables()) {
      addStateAccess(builder, variable);
    }
    for (Counter counter : builder.counters()) {
      builder.named("get/" + counter.name()).readVariableOp(counter.handle(), TInt64.class);
      var value =
          builder
              .named("value/" + counter.name())
              .placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
      builder.named("set/" + counter.name()).assignVariableOp(counter.handle(), value);
    }
  }

  /** Reads and writes a variable without its zero padding. */
  private static void addStateAccess(GraphBuilder builder, Variable variable) {
    Ops tf = builder.tf();
    long[] shape = variable.shape();
    long[] stored = variable.storedShape();
    String name = variable.name();
    Placeholder<TFloat32> value =
        builder
            .named("value/" + name)
            .placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
    if (Arrays.equals(shape, stored)) {
      builder.named("get/" + name).readVariableOp(variable.handle(), TFloat32.class);
      builder.named("set/" + name).assignVariableOp(variable.handle(), value);
      return;
    }
    long[][] after = new long[shape.length][2];
    for (int axis = 0; axis < shape.length; axis++) {
      after[axis][1] = stored[axis] - shape[axis];
    }
    var read = tf.readVariableOp(variable.handle(), TFloat32.class);
    builder
        .named("get/" + name)
        .slice(read, tf.constant(new long[shape.length]), tf.constant(shape));
    builder
        .named("set/" + name)
        .assignVariableOp(variable.handle(), tf.pad(value, tf.constant(after), tf.constant(0f)));
  }

  /** SHA-256 of its operations, their constants and their order; variables are not among them. */
  public String digest() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream output = CodedOutputStream.newInstance(bytes);
      output.useDeterministicSerialization();
      graph.toGraphDef().writeTo(output);
      output.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return Sha256.of(bytes.toByteArray());
  }

  /** Runs one update. */
  public void run(TrainOp trainOp) {
    session.runner().addTarget(op("run/" + trainOp.name())).run().close();
  }

  /**
   * Runs one update and fetches values from it.
   *
   * @param feeds values of the placeholders by name, row by row
   * @param names values to fetch, each as {@code PROGRAM/name}
   * @return the fetched values by name, row by row
   */
  public Map<String, float[]> run(
      TrainOp trainOp, Map<String, float[]> feeds, Iterable<String> names) {
    return execute(session.runner().addTarget(op("run/" + trainOp.name())), feeds, names);
  }

  /** Fetches values of a program that does not change state. Thread-safe. */
  public Map<String, float[]> evaluate(Map<String, float[]> feeds, Iterable<String> names) {
    return execute(session.runner(), feeds, names);
  }

  private Map<String, float[]> execute(
      Session.Runner runner, Map<String, float[]> feeds, Iterable<String> names) {
    List<TFloat32> fed = new ArrayList<>();
    try {
      feeds.forEach(
          (name, values) -> {
            TFloat32 tensor = tensor(Shape.of(feedShape(name)), values, name);
            fed.add(tensor);
            runner.feed(op("feed/" + name), tensor);
          });
      Map<String, float[]> values = new LinkedHashMap<>();
      for (String name : names) {
        values.put(name, new float[0]);
        runner.fetch(fetch(name));
      }
      try (Result result = runner.run()) {
        int i = 0;
        for (Map.Entry<String, float[]> entry : values.entrySet()) {
          entry.setValue(floats(result.get(i++)));
        }
      }
      return values;
    } finally {
      fed.forEach(Tensor::close);
    }
  }

  private String fetch(String name) {
    String operand = fetches.get(name);
    if (operand == null) {
      throw new IllegalArgumentException(
          "no value is named '" + name + "'; there are " + fetches.keySet());
    }
    return operand;
  }

  /** The shape of a placeholder. */
  public long[] feedShape(String name) {
    return graph.operationOrThrow(op("feed/" + name)).output(0).shape().asArray();
  }

  /** The names of all values that can be fetched. */
  public Set<String> fetches() {
    return fetches.keySet();
  }

  private static TFloat32 tensor(Shape shape, float[] values, String name) {
    if (shape.size() != values.length) {
      throw new IllegalArgumentException(
          "'%s' takes %s, not %d numbers".formatted(name, shape, values.length));
    }
    return TFloat32.tensorOf(shape, DataBuffers.of(values, true, false));
  }

  private static float[] floats(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.shape().size())];
    ((TFloat32) tensor).asRawTensor().data().asFloats().read(values);
    return values;
  }

  /** The current value of a variable. */
  public float[] read(String variable) {
    try (Result result = session.runner().fetch(op("get/" + variable)).run()) {
      return floats(result.get(0));
    }
  }

  /** The current value of a counter. */
  public long readCounter(String name) {
    try (Result result = session.runner().fetch(op("get/" + name)).run()) {
      return ((TInt64) result.get(0)).getLong();
    }
  }

  /** All variables and counters of a checkpoint. */
  public StateDict state() {
    return state(name -> true);
  }

  /** Those with certain names of all that a checkpoint needs. */
  public StateDict state(Predicate<String> wanted) {
    List<Variable> saved =
        variables.values().stream()
            .filter(variable -> variable.checkpointed() && wanted.test(variable.name()))
            .toList();
    List<String> counted = counters.stream().filter(wanted).toList();
    Session.Runner runner = session.runner();
    saved.forEach(variable -> runner.fetch(op("get/" + variable.name())));
    counted.forEach(counter -> runner.fetch(op("get/" + counter)));
    Map<String, StateTensor> tensors = new TreeMap<>();
    try (Result result = runner.run()) {
      int i = 0;
      for (Variable variable : saved) {
        tensors.put(
            variable.name(), new StateTensor.Floats(variable.shape(), floats(result.get(i++))));
      }
      for (String counter : counted) {
        long value = ((TInt64) result.get(i++)).getLong();
        tensors.put(counter, new StateTensor.Longs(new long[0], new long[] {value}));
      }
    }
    return new StateDict(tensors);
  }

  /**
   * Sets all variables and counters of a checkpoint.
   *
   * @throws SpotInputException if the names or sizes differ from this graph's; the state is then
   *     unchanged
   */
  public void restore(StateDict state) {
    Set<String> all = new TreeSet<>(counters);
    variables.values().stream()
        .filter(Variable::checkpointed)
        .forEach(variable -> all.add(variable.name()));
    restore(state, all, all);
  }

  /**
   * Sets some variables and counters; the others stay.
   *
   * @param allowed what the state may hold
   * @param needed what it must hold
   * @throws SpotInputException if the names or sizes are others; nothing is changed then
   */
  public void restore(StateDict state, Set<String> allowed, Set<String> needed) {
    Set<String> names = new TreeSet<>(needed);
    for (String name : state.tensors().keySet()) {
      if (!allowed.contains(name)) {
        throw new SpotInputException(
            "the saved state has '%s', which this learner does not have; another configuration wrote it: start a new run, or resume with the original configuration"
                .formatted(name));
      }
      names.add(name);
    }
    Map<String, float[]> floats = new LinkedHashMap<>();
    Map<String, Long> longs = new LinkedHashMap<>();
    for (String name : names) {
      Variable variable = variables.get(name);
      if (variable == null) {
        longs.put(name, state.longs(name, 1)[0]);
      } else {
        floats.put(name, state.floats(name, variable.length()));
      }
    }
    write(floats, longs);
  }

  /**
   * Names of the variables and counters that an update reads or writes, the data among them.
   *
   * @return sorted
   */
  public Set<String> stateOf(TrainOp trainOp) {
    return subgraph(trainOp).state();
  }

  /** Names of those that all other updates and functions read or write, sorted. */
  public Set<String> stateOfOthers(TrainOp trainOp) {
    String program = trainOp.name().substring(0, trainOp.name().indexOf('/') + 1);
    Set<String> others = new TreeSet<>();
    trainOps.stream()
        .filter(name -> !name.startsWith(program))
        .forEach(name -> others.add(op("run/" + name)));
    fetches.forEach(
        (name, operand) -> {
          if (!name.startsWith(program)) {
            others.add(operand);
          }
        });
    return Subgraph.of(graph.toGraphDef(), others).state();
  }

  /**
   * SHA-256 of all that an update and its metrics are a function of: each operation, with the seed
   * and the settings as its constants, and the present values of the state that it reads or writes,
   * the data among them. What else is in the graph does not change it.
   */
  public String digest(TrainOp trainOp) {
    Subgraph subgraph = subgraph(trainOp);
    MessageDigest sha = Sha256.digest();
    sha.update((subgraph.digest() + trainOp.metrics().keySet()).getBytes(StandardCharsets.UTF_8));
    // All in one run: TensorFlow prepares the graph anew for each set of fetches.
    Session.Runner runner = session.runner();
    subgraph.state().forEach(name -> runner.fetch(op("get/" + name)));
    try (Result result = runner.run()) {
      int i = 0;
      for (String name : subgraph.state()) {
        sha.update((name + '\0').getBytes(StandardCharsets.UTF_8));
        Tensor value = result.get(i++);
        if (value instanceof TInt64 counter) {
          sha.update(Long.toString(counter.getLong()).getBytes(StandardCharsets.UTF_8));
        } else {
          update(sha, floats(value));
        }
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static void update(MessageDigest sha, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    for (int i = 0; i < values.length; ) {
      bytes.clear();
      while (i < values.length && bytes.hasRemaining()) {
        bytes.putFloat(values[i++]);
      }
      sha.update(bytes.flip());
    }
  }

  private Subgraph subgraph(TrainOp trainOp) {
    List<String> targets = new ArrayList<>(List.of(op("run/" + trainOp.name())));
    trainOp.metrics().values().forEach(name -> targets.add(fetch(name)));
    return Subgraph.of(graph.toGraphDef(), targets);
  }

  /** Sets some variables, for example to weights from a file; the others keep their values. */
  public void assign(Map<String, float[]> values) {
    write(values, Map.of());
  }

  private void write(Map<String, float[]> floats, Map<String, Long> longs) {
    Session.Runner runner = session.runner();
    List<Tensor> fed = new ArrayList<>();
    try {
      floats.forEach(
          (name, values) -> fed.add(feed(runner, name, tensor(shapeOf(name), values, name))));
      longs.forEach((name, value) -> fed.add(feed(runner, name, TInt64.scalarOf(value))));
      if (!fed.isEmpty()) {
        runner.run().close();
      }
    } finally {
      fed.forEach(Tensor::close);
    }
  }

  private static Tensor feed(Session.Runner runner, String name, Tensor value) {
    runner.feed(op("value/" + name), value).addTarget(op("set/" + name));
    return value;
  }

  private Shape shapeOf(String name) {
    Variable variable = variables.get(name);
    if (variable == null) {
      throw new IllegalArgumentException(
          "no variable '" + name + "'; there are " + variables.keySet());
    }
    return Shape.of(variable.shape());
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
