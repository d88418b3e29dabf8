package org.spotrl.mlflow.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values that are longer than a server keeps: it would cut them without a word, so they are cut
 * here, with a mark at their end and a sentence for the user.
 */
final class LengthLimits {

  /** Characters of a parameter's value. */
  static final int PARAMETER = 6000;

  /** Characters of a run's or model's tag. */
  static final int TAG = 8000;

  /** Characters of an experiment's tag: MLflow 2 refuses longer ones. */
  static final int EXPERIMENT_TAG = 5000;

  private LengthLimits() {}

  /** Values that fit, with a sentence for each that was cut. */
  record Fitted(Map<String, String> values, List<String> notes) {}

  /**
   * Cuts what is too long.
   *
   * @param kind for the sentences: {@code parameter} or {@code tag}
   * @param limit how many characters a value may have
   */
  static Fitted fit(String kind, Map<String, String> values, int limit) {
    Map<String, String> fitted = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          int length = value.codePointCount(0, value.length());
          if (length <= limit) {
            fitted.put(name, value);
            return;
          }
          String mark = " ... (cut: it has " + length + " characters)";
          int kept = value.offsetByCodePoints(0, limit - mark.length());
          fitted.put(name, value.substring(0, kept) + mark);
          notes.add(
              kind
                  + " '"
                  + name
                  + "' has "
                  + length
                  + " characters, but an MLflow server keeps "
                  + limit
                  + ": only its beginning is recorded there.");
        });
    return new Fitted(fitted, notes);
  }
}
