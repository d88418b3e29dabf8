package org.spotrl.baselines.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.testing.MadeData;
import tools.jackson.databind.JsonNode;

/**
 * Settings of a recorded case. It checks that the replay reads every setting, because an ignored
 * setting would change the numbers.
 */
final class OracleConfig {

  private final String file;
  private final String path;
  private final JsonNode json;
  private final TreeSet<String> unread = new TreeSet<>();
  private final List<OracleConfig> children = new ArrayList<>();

  OracleConfig(String file, String path, JsonNode json) {
    this.file = file;
    this.path = path;
    this.json = json;
    unread.addAll(json.propertyNames());
  }

  /** Dimensions of the case's observations and actions. */
  TaskShape shape() {
    return new TaskShape(integer("state_dim"), integer("action_dim"), number("max_action"));
  }

  /** The same, where the file does not say how large actions are because they are within 1. */
  TaskShape shapeOrUnitActions() {
    return new TaskShape(integer("state_dim"), integer("action_dim"), number("max_action", 1));
  }

  /** A task of that shape without data, for a learner whose state is then set. */
  LearningTask task() {
    TaskShape shape = shape();
    return new LearningTask(
        shape, MadeData.transitions(10, shape.observationDim(), shape.actionDim()), 0, 1);
  }

  /** Marks the shape as read: it is not a setting of the learner. */
  void ignoreShape() {
    List.of("state_dim", "action_dim", "max_action").forEach(this::ignore);
  }

  boolean has(String name) {
    return json.has(name);
  }

  Set<String> names() {
    return new TreeSet<>(json.propertyNames());
  }

  int integer(String name) {
    return require(name).intValue();
  }

  /** Null means the default, as a missing setting does. */
  int integer(String name, int byDefault) {
    return given(name) ? integer(name) : byDefault;
  }

  double number(String name) {
    return require(name).doubleValue();
  }

  double number(String name, double byDefault) {
    return given(name) ? number(name) : byDefault;
  }

  boolean flag(String name, boolean byDefault) {
    return given(name) ? require(name).booleanValue() : byDefault;
  }

  List<Integer> sizes(String name) {
    return Arrays.stream(OracleFile.numbers(require(name))).mapToObj(d -> (int) d).toList();
  }

  double[] numbers(String name) {
    return OracleFile.numbers(require(name));
  }

  /** A setting that is an enum constant in lower case. */
  <E extends Enum<E>> E word(String name, E byDefault, E[] allowed) {
    if (!given(name)) {
      return byDefault;
    }
    String word = require(name).stringValue();
    return Arrays.stream(allowed)
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "%s: %s.%s is '%s', which is not supported; supported are %s"
                        .formatted(
                            file,
                            path,
                            name,
                            word,
                            Arrays.toString(allowed).toLowerCase(Locale.ROOT))));
  }

  OracleConfig section(String name) {
    OracleConfig section = new OracleConfig(file, path + "." + name, require(name));
    children.add(section);
    return section;
  }

  /** Marks a setting as irrelevant for the replay. */
  void ignore(String name) {
    unread.remove(name);
  }

  String text(String name) {
    return require(name).stringValue();
  }

  String text(String name, String byDefault) {
    return given(name) ? text(name) : byDefault;
  }

  /** Checks that a setting has this value. */
  void requireWord(String name, String word) {
    if (!require(name).stringValue().equals(word)) {
      throw new AssertionError(
          "%s: %s.%s is '%s'; only '%s' is supported"
              .formatted(file, path, name, require(name).stringValue(), word));
    }
  }

  /** Checks that a setting without a counterpart here is turned off. */
  void requireValue(String name, double off) {
    unread.remove(name);
    if (json.has(name) && json.get(name).asDouble(off) != off) {
      throw new AssertionError(
          "%s: %s.%s is %s; only %s is supported".formatted(file, path, name, json.get(name), off));
    }
  }

  /** A switch that must stand so. */
  void requireFlag(String name, boolean value) {
    if (flag(name, value) != value) {
      throw new AssertionError(
          "%s: %s.%s is %s; only %s exists here".formatted(file, path, name, !value, value));
    }
  }

  /** The VAE of a method that clamps the log standard deviation as SPOT's does. */
  void requireDefaultClamp() {
    double[] clamp = numbers("log_std_clamp");
    if (clamp[0] != CvaeConfig.DEFAULTS.logStdMin()
        || clamp[1] != CvaeConfig.DEFAULTS.logStdMax()) {
      throw new AssertionError(
          "%s: %s.log_std_clamp is %s; only SPOT's exists here"
              .formatted(file, path, Arrays.toString(clamp)));
    }
  }

  /** Creates the learner after checking that all settings were read. */
  <T> T complete(Supplier<T> learner) {
    T result = learner.get();
    requireAllRead(result.getClass().getSimpleName());
    return result;
  }

  private void requireAllRead(String learner) {
    if (!unread.isEmpty()) {
      throw new AssertionError(
          "%s: %s does not have the settings %s of %s".formatted(file, learner, unread, path));
    }
    children.forEach(child -> child.requireAllRead(learner));
  }

  private boolean given(String name) {
    unread.remove(name);
    return json.has(name) && !json.get(name).isNull();
  }

  private JsonNode require(String name) {
    unread.remove(name);
    if (!json.has(name)) {
      throw new AssertionError("%s: %s lacks '%s'".formatted(file, path, name));
    }
    return json.get(name);
  }
}
