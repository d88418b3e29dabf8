package org.spotrl.experiments.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * Reads YAML text as a tree with positions. Values stay text: the type of a setting decides what
 * {@code no} and {@code 1e6} mean.
 *
 * <p>It uses snakeyaml-engine, on which Jackson's YAML is built: Jackson's tokens do not
 * distinguish plain from quoted text and do not have the position of an anchor.
 */
final class YamlReader {

  private static final List<Tag> TAGS = List.of(Tag.STR, Tag.MAP, Tag.SEQ, Tag.NULL);

  private final Origin source;
  private final ConfigProblems problems;
  private final IdentityHashMap<Node, Tree> known = new IdentityHashMap<>();

  private boolean complete = true;

  private YamlReader(Origin source, ConfigProblems problems) {
    this.source = source;
    this.problems = problems;
  }

  /**
   * Reads a text with one document; empty if it has none or is not YAML.
   *
   * @param noun what the file describes, for messages: {@code an experiment}
   */
  static Optional<Tree> read(String text, String noun, Origin source, ConfigProblems problems) {
    YamlReader reader = new YamlReader(source, problems);
    LoadSettings settings =
        LoadSettings.builder()
            .setSchema(new FailsafeSchema())
            .setAllowDuplicateKeys(true)
            .setAllowNonScalarKeys(true)
            .build();
    try {
      Iterator<Node> documents = new Compose(settings).composeAllFromString(text).iterator();
      if (!documents.hasNext()) {
        return Optional.empty();
      }
      Node first = documents.next();
      if (documents.hasNext()) {
        problems.add(
            reader.start(documents.next()),
            "a second YAML document begins here, but %s file has one; remove the '---'"
                .formatted(noun));
        return Optional.empty();
      }
      Tree tree = reader.convert(first);
      return reader.complete ? Optional.of(tree) : Optional.empty();
    } catch (YamlEngineException | StackOverflowError e) {
      reader.notYaml(e, text);
      return Optional.empty();
    }
  }

  /** True if a valid YAML text has a comment. */
  static boolean hasComment(String text) {
    LoadSettings settings = LoadSettings.builder().setParseComments(true).build();
    for (Event event : new Parse(settings).parseString(text)) {
      if (event.getEventId() == Event.ID.Comment) {
        return true;
      }
    }
    return false;
  }

  private Tree convert(Node node) {
    Tree done = known.get(node);
    if (done != null) {
      return done;
    }
    if (!TAGS.contains(node.getTag())) {
      problems.add(
          start(node),
          "the YAML tag '%s' is not supported; write the plain value"
              .formatted(node.getTag().getValue().replace(Tag.PREFIX, "!!")));
    }
    Tree tree;
    if (node.isRecursive()) {
      complete = false;
      problems.add(start(node), "this anchor is used inside itself");
      tree = new Tree.Scalar(start(node), "", false);
    } else if (node instanceof MappingNode map) {
      tree = convert(map);
    } else if (node instanceof SequenceNode list) {
      List<Tree> items = new ArrayList<>();
      list.getValue().forEach(item -> items.add(convert(item)));
      tree = new Tree.Items(start(node), List.copyOf(items));
    } else {
      ScalarNode scalar = (ScalarNode) node;
      tree = new Tree.Scalar(start(node), scalar.getValue(), scalar.isPlain());
    }
    known.put(node, tree);
    return tree;
  }

  private Tree convert(MappingNode map) {
    Map<String, Tree.Field> fields = new LinkedHashMap<>();
    for (NodeTuple pair : map.getValue()) {
      Origin origin = start(pair.getKeyNode());
      if (!(pair.getKeyNode() instanceof ScalarNode key)) {
        problems.add(origin, "the name of a setting must be a word, not a list or a map");
      } else if (key.isPlain() && key.getValue().equals("<<")) {
        problems.add(
            origin, "the merge key '<<' is not supported; use 'extends: other.yaml' at the top");
      } else {
        Tree.Field before = fields.get(key.getValue());
        if (before == null) {
          fields.put(key.getValue(), new Tree.Field(origin, convert(pair.getValueNode())));
        } else {
          problems.add(
              origin,
              "'%s' is set twice, first at %s; keep one of them"
                  .formatted(key.getValue(), before.keyOrigin().place()));
        }
      }
    }
    return new Tree.Fields(start(map), fields);
  }

  private void notYaml(Throwable fault, String text) {
    Origin origin = source.at(1, 1);
    String reason = "nested too deeply";
    if (fault instanceof MarkedYamlEngineException marked) {
      origin = marked.getProblemMark().map(this::at).orElse(origin);
      reason = marked.getProblem() + context(marked);
    } else if (fault instanceof ReaderException unreadable) {
      String before = text.substring(0, text.offsetByCodePoints(0, unreadable.getPosition()));
      origin =
          source.at(
              1 + (int) before.chars().filter(character -> character == '\n').count(),
              before.length() - before.lastIndexOf('\n'));
      reason = String.format("the character U+%04X is not allowed", unreadable.getCodePoint());
    } else if (fault.getMessage() != null) {
      reason = fault.getMessage();
    }
    problems.add(origin, "not valid YAML: %s".formatted(reason.replace("\n", " ")));
  }

  private static String context(MarkedYamlEngineException fault) {
    return fault
        .getContextMark()
        .filter(mark -> fault.getContext() != null)
        .map(
            mark ->
                " (%s that begins in line %d)".formatted(fault.getContext(), mark.getLine() + 1))
        .orElse("");
  }

  private Origin start(Node node) {
    return node.getStartMark().map(this::at).orElseGet(() -> source.at(1, 1));
  }

  private Origin at(Mark mark) {
    return source.at(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
