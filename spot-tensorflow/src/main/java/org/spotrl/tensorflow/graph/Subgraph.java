package org.spotrl.tensorflow.graph;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.spotrl.api.host.Sha256;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * All operations that some targets need.
 *
 * @param digest SHA-256 of their computation: attributes, inputs and order of each operation, but
 *     not its name, which depends on the rest of the graph
 * @param state names of the variables and counters that they read or write, sorted
 */
record Subgraph(String digest, Set<String> state) {

  /**
   * The operations that the targets need.
   *
   * @param targets names of operations, with or without {@code :OUTPUT}
   */
  static Subgraph of(GraphDef graph, Collection<String> targets) {
    Map<String, NodeDef> nodes = new HashMap<>();
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    Map<String, String> digests = new HashMap<>();
    Set<String> open = new TreeSet<>();
    Deque<String> stack = new ArrayDeque<>();
    targets.forEach(target -> stack.push(operation(target)));
    boolean loops = false;
    while (!stack.isEmpty()) {
      String name = stack.peek();
      NodeDef node = Objects.requireNonNull(nodes.get(name), name);
      List<String> missing =
          node.getInputList().stream()
              .map(Subgraph::operation)
              .filter(input -> !digests.containsKey(input))
              .toList();
      if (digests.containsKey(name) || missing.isEmpty()) {
        stack.pop();
        digests.computeIfAbsent(name, key -> digest(node, digests));
      } else if (open.add(name)) {
        missing.forEach(stack::push);
      } else {
        loops = true;
        stack.pop();
        digests.put(name, "");
      }
    }
    MessageDigest all = Sha256.digest();
    targets.forEach(target -> add(all, digests.get(operation(target)) + output(target)));
    // Two identical operations differ from one operation that is used twice.
    digests.values().stream().sorted().forEach(digest -> add(all, digest));
    all.update(graph.getLibrary().toByteArray());
    if (loops) {
      all.update(graph.toByteArray());
    }
    Set<String> state = new TreeSet<>();
    for (String name : digests.keySet()) {
      NodeDef node = Objects.requireNonNull(nodes.get(name));
      if (node.getOp().equals("VarHandleOp")) {
        state.add(node.getAttrOrThrow("shared_name").getS().toStringUtf8());
      }
    }
    return new Subgraph(HexFormat.of().formatHex(all.digest()), state);
  }

  private static String digest(NodeDef node, Map<String, String> digests) {
    MessageDigest sha = Sha256.digest();
    add(sha, node.getOp());
    add(sha, node.getDevice());
    new TreeMap<>(node.getAttrMap())
        .forEach(
            (name, value) -> {
              add(sha, name);
              sha.update(value.toByteArray());
            });
    List<String> before = new ArrayList<>();
    for (String input : node.getInputList()) {
      String digest = digests.get(operation(input)) + output(input);
      if (input.startsWith("^")) {
        before.add(digest);
      } else {
        add(sha, digest);
      }
    }
    // These are listed by name.
    before.stream().sorted().forEach(digest -> add(sha, "^" + digest));
    return HexFormat.of().formatHex(sha.digest());
  }

  private static void add(MessageDigest sha, String text) {
    sha.update(text.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
  }

  private static String operation(String input) {
    String name = input.startsWith("^") ? input.substring(1) : input;
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  /** The output that is used, {@code :0} for the first. */
  private static String output(String input) {
    int colon = input.indexOf(':');
    return colon < 0 ? ":0" : input.substring(colon);
  }
}
