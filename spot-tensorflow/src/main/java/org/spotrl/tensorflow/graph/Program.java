package org.spotrl.tensorflow.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.types.TInt64;

/**
 * A sequence of operations that run in the order in which they are written. An update runs it from
 * the start to one of its train ops.
 */
public final class Program {

  private final String name;
  private @Nullable Operand<TInt64> step;
  private final List<Operation> writes = new ArrayList<>();

  Program(String name) {
    this.name = name;
  }

  void start(Operand<TInt64> firstStep) {
    step = firstStep;
  }

  /** Its name, for example {@code policy}. */
  public String name() {
    return name;
  }

  /** The number of the current update, 1 for the first; random draws use it as their counter. */
  public Operand<TInt64> step() {
    return Objects.requireNonNull(step, "set before the program is returned");
  }

  void addWrite(Operation write) {
    writes.add(write);
  }

  List<Operation> writes() {
    return writes;
  }
}
