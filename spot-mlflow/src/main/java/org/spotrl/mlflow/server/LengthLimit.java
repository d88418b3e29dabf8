package org.spotrl.mlflow.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many characters of a value a server keeps. It would cut longer values silently, so they are
 * cut here, with a mark at their end and a note for the user.
 */
enum LengthLimit {
  PARAMETER("parameter", 6000),
  /** A tag of a run or a model. */
  TAG("tag", 8000),
  /** A tag of an experiment; MLflow 2 refuses longer ones. */
  EXPERIMENT_TAG("tag", 5000);

  private final String type;
  private final int max;

  LengthLimit(String type, int max) {
    this.type = type;
    this.max = max;
  }

  /** Values that fit, with a sentence for each that was cut. */
  record Fitted(Map<String, String> values, List<String> notes) {}

  /** Cuts the values that are too long. */
  Fitted fit(Map<String, String> values) {
    Map<String, String> fitted = new LinkedHashMap<>(values);
    List<String> notes = new ArrayList<>();
    fitted.replaceAll(
        (name, value) -> {
          int length = value.codePointCount(0, value.length());
          if (length <= max) {
            return value;
          }
          notes.add(
              ("%s '%s' has %d characters, but an MLflow server keeps %d: only its beginning is"
                      + " recorded there.")
                  .formatted(type, name, length, max));
          String mark = " ... (cut: it has " + length + " characters)";
          return value.substring(0, value.offsetByCodePoints(0, max - mark.length())) + mark;
        });
    return new Fitted(fitted, notes);
  }
}
