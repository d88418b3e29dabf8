package org.spotrl.experiments.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The content of a YAML file, with positions, before it is bound to records. */
sealed interface Tree {

  /** The position of its first character. */
  Origin origin();

  /** A tree of plain values: maps, lists, numbers, booleans and text. */
  static Tree of(Object value, Origin origin) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Field> fields = new LinkedHashMap<>();
      map.forEach((key, each) -> fields.put(key.toString(), new Field(origin, of(each, origin))));
      return new Fields(origin, fields);
    } else if (value instanceof List<?> list) {
      return new Items(origin, list.stream().map(each -> of(each, origin)).toList());
    }
    return new Scalar(origin, value.toString(), true);
  }

  /** As in the message "must be a number, not ...". */
  String describe();

  /** The scalar, if this is one and not null. */
  default Optional<Scalar> asText() {
    return this instanceof Scalar scalar && !scalar.isNull()
        ? Optional.of(scalar)
        : Optional.empty();
  }

  /**
   * A single value.
   *
   * @param text the text in the file, without quotes
   * @param plain true if it has no quotes
   */
  record Scalar(Origin origin, String text, boolean plain) implements Tree {

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final int SHOWN = 60;

    /** True if it is empty or YAML's null. */
    boolean isNull() {
      return plain && NULLS.contains(text);
    }

    @Override
    public String describe() {
      if (isNull()) {
        return text.isEmpty() ? "empty" : text;
      }
      String shown =
          text.codePointCount(0, text.length()) <= SHOWN
              ? text
              : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "...";
      shown = shown.replace("\n", "\\n");
      boolean bare =
          plain && (text.equals("true") || text.equals("false") || Numbers.looksLike(text));
      return bare ? shown : "the text '" + shown + "'";
    }
  }

  /** A list. */
  record Items(Origin origin, List<Tree> items) implements Tree {
    @Override
    public String describe() {
      return "a list";
    }
  }

  /** A map in the order of the file. */
  record Fields(Origin origin, Map<String, Field> fields) implements Tree {
    @Override
    public String describe() {
      return "a map";
    }

    /** A copy without some keys. */
    Fields without(String... keys) {
      Map<String, Field> rest = new LinkedHashMap<>(fields);
      rest.keySet().removeAll(Set.of(keys));
      return new Fields(origin, rest);
    }
  }

  /** The value of a key. */
  record Field(Origin keyOrigin, Tree value) {}
}
