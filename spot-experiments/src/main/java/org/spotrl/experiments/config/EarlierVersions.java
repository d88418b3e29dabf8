package org.spotrl.experiments.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spotrl.experiments.config.Tree.Field;
import org.spotrl.experiments.config.Tree.Fields;
import org.spotrl.experiments.config.Tree.Items;
import org.spotrl.experiments.config.Tree.Scalar;

/**
 * Converts configurations that version 0.1.0 recorded before methods had presets, so that its runs
 * can be evaluated and reproduced. Such a file has the setting {@code tracking.pictures}.
 */
final class EarlierVersions {

  private EarlierVersions() {}

  static Fields upgrade(Fields recorded) {
    Fields tracking = map(recorded, "tracking");
    Field pictures = tracking.fields().get("pictures");
    if (pictures == null) {
      return recorded;
    }
    Fields upgraded = with(recorded, "tracking", tracking.without("pictures"));
    upgraded = with(upgraded, "diagnostics", diagnostics((Scalar) pictures.value()));
    return with(upgraded, "algorithm", algorithm(map(upgraded, "algorithm")));
  }

  /** The three diagnostics of every run at that time. */
  private static Items diagnostics(Scalar states) {
    List<Tree> items = new ArrayList<>();
    items.add(new Scalar(states.origin(), "support", true));
    items.add(new Scalar(states.origin(), "episodes", true));
    if (!states.text().equals("0")) {
      Fields pictures =
          new Fields(states.origin(), Map.of("states", new Field(states.origin(), states)));
      items.add(with(pictures, "type", "pictures"));
    }
    return new Items(states.origin(), items);
  }

  /** The type td3 accepted every regulariser, and each density had its own unit. */
  private static Fields algorithm(Fields algorithm) {
    Fields regularizer = map(algorithm, "regularizer");
    if (!text(algorithm, "type").equals("td3") || text(regularizer, "type").equals("none")) {
      return algorithm;
    }
    Fields composed = with(algorithm, "type", "actor-critic");
    if (!text(regularizer, "type").equals("density")) {
      return composed;
    }
    boolean authors = text(map(regularizer, "density"), "bound").equals("elbo");
    return with(composed, "regularizer", with(regularizer, "unit", authors ? "authors" : "nats"));
  }

  private static Fields map(Fields fields, String key) {
    Field field = fields.fields().get(key);
    return field != null && field.value() instanceof Fields map
        ? map
        : new Fields(fields.origin(), Map.of());
  }

  private static String text(Fields fields, String key) {
    Field field = fields.fields().get(key);
    return field != null && field.value() instanceof Scalar scalar ? scalar.text() : "";
  }

  private static Fields with(Fields fields, String key, String text) {
    return with(fields, key, new Scalar(fields.origin(), text, true));
  }

  private static Fields with(Fields fields, String key, Tree value) {
    Map<String, Field> changed = new LinkedHashMap<>(fields.fields());
    changed.put(key, new Field(value.origin(), value));
    return new Fields(fields.origin(), changed);
  }
}
