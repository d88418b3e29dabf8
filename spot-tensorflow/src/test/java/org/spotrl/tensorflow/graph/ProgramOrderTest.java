package org.spotrl.tensorflow.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;

/** The edges of small graphs, and the effect of program order when they run. */
class ProgramOrderTest {

  private static NodeDef node(String name, String op, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs)).build();
  }

  private static Map<String, Set<String>> edges(Set<String> targets, NodeDef... nodes) {
    GraphDef graph = GraphDef.newBuilder().addAllNode(List.of(nodes)).build();
    return ProgramOrder.apply(graph, targets).getNodeList().stream()
        .collect(
            Collectors.toMap(
                NodeDef::getName,
                n ->
                    n.getInputList().stream()
                        .filter(input -> input.startsWith("^"))
                        .collect(Collectors.toSet())));
  }

  @Test
  void heavyOperationsFollowEachOtherInProgramOrder() {
    Map<String, Set<String>> edges =
        edges(
            Set.of("b", "d"),
            node("program.p", "NoOp"),
            node("x", "Placeholder"),
            node("a", "MatMul", "x", "x"),
            node("b", "MatMul", "x", "x"),
            node("c", "Add", "x", "x"),
            node("d", "MatMul", "c", "x"));
    assertThat(edges.get("b")).isEmpty();
    assertThat(edges.get("c")).isEmpty();
    assertThat(edges.get("d")).containsExactly("^b");
  }

  @Test
  void operationsThatOnlyMetricsNeedGetNoEdges() {
    Map<String, Set<String>> edges =
        edges(
            Set.of("b"),
            node("program.p", "NoOp"),
            node("x", "Placeholder"),
            node("metric", "MatMul", "x", "x"),
            node("b", "MatMul", "x", "x"));
    assertThat(edges.get("b")).isEmpty();
  }

  @Test
  void writesWaitForUsersOfTheOldValueAndLaterReadsWaitForTheWrite() {
    Map<String, Set<String>> edges =
        edges(
            Set.of("write", "late"),
            node("v", "VarHandleOp"),
            node("program.p", "NoOp"),
            node("early", "ReadVariableOp", "v"),
            node("alias", "Reshape", "early", "early"),
            node("user", "Neg", "alias"),
            node("metric", "Exp", "alias"),
            node("write", "AssignVariableOp", "v", "user"),
            node("late", "ReadVariableOp", "v"));
    assertThat(edges.get("write")).contains("^early", "^alias", "^user").doesNotContain("^metric");
    assertThat(edges.get("late")).containsExactly("^write");
    assertThat(edges.get("early")).isEmpty();
  }

  @Test
  void programsAreOrderedIndependently() {
    Map<String, Set<String>> edges =
        edges(
            Set.of("a", "b"),
            node("v", "VarHandleOp"),
            node("x", "Placeholder"),
            node("program.p", "NoOp"),
            node("a", "AssignVariableOp", "v", "x"),
            node("program.q", "NoOp"),
            node("r", "ReadVariableOp", "v"),
            node("b", "MatMul", "r", "r"));
    assertThat(edges.get("r")).isEmpty();
    assertThat(edges.get("b")).isEmpty();
  }

  @Test
  void aProgramCannotUseWhatAnotherComputes() {
    assertThatThrownBy(
            () ->
                edges(
                    Set.of("b"),
                    node("x", "Placeholder"),
                    node("program.p", "NoOp"),
                    node("a", "MatMul", "x", "x"),
                    node("program.q", "NoOp"),
                    node("b", "Neg", "a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("b of program q uses a of program p");
  }

  /** v = 2: read 2, write v + 3 = 5, read 5, write 5 * 5 = 25. */
  @Test
  void statementsTakeEffectInTheOrderOfWriting() {
    try (GraphBuilder graph = new GraphBuilder()) {
      Variable v = graph.variable("v", () -> new float[] {2}, 1);
      graph.beginProgram("p");
      Expr before = v.value();
      assign(graph, v, before.plus(3));
      Expr between = v.value();
      assign(graph, v, between.times(v.value()));
      before.named("before");
      between.named("between");
      v.value().named("after");
      TrainOp update = graph.trainOp("all");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        Map<String, float[]> values =
            run.run(update, Map.of(), List.of("p/before", "p/between", "p/after"));
        assertThat(values.get("p/before")).containsExactly(2);
        assertThat(values.get("p/between")).containsExactly(5);
        assertThat(values.get("p/after")).containsExactly(25);
        assertThat(run.readCounter("p/step")).isEqualTo(1);
      }
    }
  }

  @Test
  void aTrainOpRunsNothingWrittenBelowIt() {
    try (GraphBuilder graph = new GraphBuilder()) {
      Variable v = graph.variable("v", () -> new float[] {2}, 1);
      graph.beginProgram("p");
      assign(graph, v, v.value().plus(3));
      TrainOp first = graph.trainOp("first");
      assign(graph, v, v.value().times(10));
      TrainOp second = graph.trainOp("second");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        run.run(first);
        assertThat(run.read("v")).containsExactly(5);
        run.run(second);
        assertThat(run.read("v")).containsExactly(80);
      }
    }
  }

  private static void assign(GraphBuilder graph, Variable variable, Expr value) {
    variable.writtenBy(graph.tf().assignVariableOp(variable.handle(), value).op());
  }

  /** A value is assigned in the middle of a program; a counter is read without counting. */
  @Test
  void assignmentsAndCountersFollowProgramOrder() {
    try (GraphBuilder graph = new GraphBuilder()) {
      Variable v = graph.variable("v", () -> new float[] {1, 2}, 2);
      Counter counter = graph.counter("done");
      graph.beginProgram("p");
      counter.increment();
      Expr before = v.value().times(10).named("before");
      v.assign(before.plus(1));
      v.value().named("after");
      graph.expr(graph.tf().dtypes.cast(counter.value(), TFloat32.class)).named("count");
      TrainOp update = graph.trainOp("update");
      assertThat(update.metrics()).containsExactly(Map.entry("train/p_count", "p/count"));
      assertThatThrownBy(() -> v.assign(graph.constant(1)))
          .isInstanceOf(IllegalArgumentException.class);
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        List<String> names = List.of("p/before", "p/after", "p/count");
        run.run(update);
        Map<String, float[]> second = run.run(update, Map.of(), names);

        assertThat(second.get("p/before")).containsExactly(110, 210);
        assertThat(second.get("p/after")).containsExactly(111, 211);
        assertThat(second.get("p/count")).containsExactly(2);
        assertThat(run.readCounter("done")).isEqualTo(2);
      }
    }
  }
}
