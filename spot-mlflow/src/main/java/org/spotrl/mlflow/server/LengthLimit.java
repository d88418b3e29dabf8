package org.spotrl.mlflow.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The maximum length of a value on a server. MLflow truncates longer values silently; spot
 * truncates them with a mark at the end and a note for the user.
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

  /** The values within the limit, and a note for each truncated one. */
  record Fitted(Map<String, String> values, List<String> notes) {}

  /** Truncates values that are too long. */
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
              ("%s '%s' has %d characters, but an MLflow server keeps only %d: the rest is not"
                      + " recorded there.")
                  .formatted(type, name, length, max));
          String mark = " ... (truncated from " + length + " characters)";
          return value.substring(0, value.offsetByCodePoints(0, max - mark.length())) + mark;
        });
    return new Fitted(fitted, notes);
  }
}
