package org.spotrl.tensorflow.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Makes TensorFlow run the operations of a program in the order in which they were written.
 *
 * <p>TensorFlow runs operations as soon as their inputs are available. For every program (the nodes
 * after a marker named {@code program.NAME}) this pass adds control edges from earlier to later
 * nodes:
 *
 * <ul>
 *   <li>from each expensive operation (products, random draws, gathers, writes) to the next one: a
 *       fixed order keeps caches warm and gives the same bits in every run;
 *   <li>from the last write of a variable to each later read of it;
 *   <li>to each write of a variable from all users of a value read before, including users through
 *       operations that share its memory: a write copies the variable while such a value is in use.
 * </ul>
 *
 * <p>Nodes that no target needs, such as metrics, get no edges: they run only when fetched.
 */
final class ProgramOrder {

  /** Prefix of the marker nodes. */
  static final String BEGIN = "program.";

  private static final Set<String> HEAVY =
      Set.of(
          "MatMul",
          "_FusedMatMul",
          "BatchMatMulV2",
          "ResourceGather",
          "StatelessRandomNormalV2",
          "StatelessRandomUniformV2",
          "StatelessRandomUniformIntV2",
          "StatelessRandomUniformFullIntV2");

  private static final Set<String> READS =
      Set.of("ReadVariableOp", "ResourceGather", "ResourceGatherNd", "VariableShape");

  private static final Set<String> ALIASES =
      Set.of(
          "Identity",
          "StopGradient",
          "Reshape",
          "ExpandDims",
          "Squeeze",
          "Slice",
          "Split",
          "SplitV",
          "StridedSlice",
          "Bitcast");

  private final List<NodeDef> nodes;
  private final Map<String, Integer> index = new HashMap<>();
  private final List<List<Integer>> inputs = new ArrayList<>();
  private final List<List<Integer>> users = new ArrayList<>();
  private final List<Set<Integer>> edges = new ArrayList<>();
  private final @Nullable String[] program;
  private final boolean[] needed;

  private ProgramOrder(GraphDef graph, Set<String> targets) {
    nodes = graph.getNodeList();
    program = new @Nullable String[nodes.size()];
    needed = new boolean[nodes.size()];
    @Nullable String name = null;
    for (int i = 0; i < nodes.size(); i++) {
      index.put(nodes.get(i).getName(), i);
      inputs.add(new ArrayList<>());
      users.add(new ArrayList<>());
      edges.add(new LinkedHashSet<>());
      if (nodes.get(i).getName().startsWith(BEGIN)) {
        name = nodes.get(i).getName().substring(BEGIN.length());
      }
      program[i] = name;
    }
    for (int i = 0; i < nodes.size(); i++) {
      for (String input : nodes.get(i).getInputList()) {
        int source = source(input);
        inputs.get(i).add(source);
        users.get(source).add(i);
      }
    }
    markNeeded(targets);
  }

  /**
   * Returns the graph with the edges added.
   *
   * @param targets names of the nodes to run
   * @throws IllegalStateException if a program uses a value of another program
   */
  static GraphDef apply(GraphDef graph, Set<String> targets) {
    ProgramOrder order = new ProgramOrder(graph, targets);
    order.requireSeparatePrograms();
    order.chainHeavyOperations();
    order.orderReadsAndWrites();
    return order.rewritten(graph);
  }

  private int source(String input) {
    String name = input.startsWith("^") ? input.substring(1) : input;
    int colon = name.indexOf(':');
    Integer source = index.get(colon < 0 ? name : name.substring(0, colon));
    if (source == null) {
      throw new IllegalArgumentException("the graph has no node for the input '" + input + "'");
    }
    return source;
  }

  private void markNeeded(Set<String> targets) {
    Deque<Integer> open = new ArrayDeque<>();
    targets.forEach(target -> open.push(source(target)));
    while (!open.isEmpty()) {
      int node = open.pop();
      if (!needed[node]) {
        needed[node] = true;
        inputs.get(node).forEach(open::push);
      }
    }
  }

  private boolean isRead(int node) {
    return READS.contains(nodes.get(node).getOp());
  }

  private List<Integer> resources(int node) {
    return inputs.get(node).stream()
        .filter(input -> nodes.get(input).getOp().equals("VarHandleOp"))
        .toList();
  }

  private boolean isWrite(int node) {
    return !isRead(node) && !resources(node).isEmpty();
  }

  private boolean isHeavy(int node) {
    return HEAVY.contains(nodes.get(node).getOp()) || isWrite(node);
  }

  private void requireSeparatePrograms() {
    boolean[] effect = new boolean[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      effect[i] = isHeavy(i) || isRead(i);
      for (int input : inputs.get(i)) {
        effect[i] |= effect[input];
        if (effect[input] && program[input] != null && !program[input].equals(program[i])) {
          throw new IllegalStateException(
              "%s of program %s uses %s of program %s; programs can share only variables"
                  .formatted(
                      nodes.get(i).getName(),
                      program[i],
                      nodes.get(input).getName(),
                      program[input]));
        }
      }
    }
  }

  private void chainHeavyOperations() {
    Map<String, Integer> last = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      String own = program[i];
      if (own != null && isHeavy(i)) {
        Integer before = last.get(own);
        if (before != null) {
          edges.get(i).add(before);
        }
        if (needed[i]) {
          last.put(own, i);
        }
      }
    }
  }

  private void orderReadsAndWrites() {
    Map<String, Integer> lastWrite = new HashMap<>();
    Map<String, List<Integer>> reads = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (program[i] == null) {
        continue;
      }
      for (int variable : resources(i)) {
        String key = program[i] + " " + variable;
        Integer before = lastWrite.get(key);
        if (before != null) {
          edges.get(i).add(before);
        }
        if (isWrite(i)) {
          for (int read : reads.getOrDefault(key, List.of())) {
            addEdgesFromUsers(read, i);
          }
          reads.remove(key);
          lastWrite.put(key, i);
        } else {
          reads.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
        }
      }
    }
  }

  /** Makes the write wait for the read and for every needed user of the memory that was read. */
  private void addEdgesFromUsers(int read, int write) {
    edges.get(write).add(read);
    Deque<Integer> aliases = new ArrayDeque<>(List.of(read));
    Set<Integer> seen = new HashSet<>();
    while (!aliases.isEmpty()) {
      int alias = aliases.pop();
      for (int user : users.get(alias)) {
        // An edge from a later node would reverse the order; that node keeps its value by its
        // reference.
        if (user < write && needed[user] && seen.add(user)) {
          edges.get(write).add(user);
          if (ALIASES.contains(nodes.get(user).getOp())) {
            aliases.push(user);
          }
        }
      }
    }
  }

  private GraphDef rewritten(GraphDef graph) {
    GraphDef.Builder result = graph.toBuilder().clearNode();
    for (int i = 0; i < nodes.size(); i++) {
      NodeDef.Builder node = nodes.get(i).toBuilder();
      Set<String> present = new HashSet<>(node.getInputList());
      for (int from : edges.get(i)) {
        String edge = "^" + nodes.get(from).getName();
        if (present.add(edge)) {
          node.addInput(edge);
        }
      }
      result.addNode(node);
    }
    return result.build();
  }
}
