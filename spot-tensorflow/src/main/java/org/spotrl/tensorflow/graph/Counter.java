package org.spotrl.tensorflow.graph;

import org.tensorflow.Operand;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/** An integer in the state of the graph, for example the update count. Starts at 0. */
public final class Counter {

  private final GraphBuilder graph;
  private final String name;
  private final VarHandleOp handle;

  Counter(GraphBuilder graph, String name, VarHandleOp handle) {
    this.graph = graph;
    this.name = name;
    this.handle = handle;
  }

  /** Its name in checkpoints, for example {@code policy/step}. */
  public String name() {
    return name;
  }

  /** Adds one and returns the new value: 1 in the first update. */
  public Operand<TInt64> increment() {
    var add = graph.named("increment/" + name).assignAddVariableOp(handle, graph.tf().constant(1L));
    graph.currentProgram().addWrite(add.op());
    return graph.named("read/" + name).readVariableOp(handle, TInt64.class);
  }

  /** Its value at this point of the current program. */
  public Operand<TInt64> value() {
    graph.currentProgram();
    return graph.named("read/" + name).readVariableOp(handle, TInt64.class);
  }

  Operand<? extends TType> handle() {
    return handle;
  }
}
