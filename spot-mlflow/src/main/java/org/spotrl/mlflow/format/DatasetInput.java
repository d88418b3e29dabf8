package org.spotrl.mlflow.format;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A data set that a run read, as MLflow shows it.
 *
 * @param name at most 500 characters
 * @param digest at most 36 characters; one name and digest are one data set in an experiment
 * @param sourceType type of source, for example {@code collected}
 * @param source where it is, a JSON text
 * @param schema its columns, a JSON text; empty if unknown
 * @param profile its numbers, a JSON text; empty if unknown
 * @param context what it was used for, for example {@code training}; empty if unknown
 */
public record DatasetInput(
    String name,
    String digest,
    String sourceType,
    String source,
    String schema,
    String profile,
    String context) {

  /**
   * A data set in a file or an answer of MLflow.
   *
   * @param field gives the text of each of its fields
   */
  public static DatasetInput of(UnaryOperator<String> field, String context) {
    return new DatasetInput(
        field.apply("name"),
        field.apply("digest"),
        field.apply("source_type"),
        field.apply("source"),
        field.apply("schema"),
        field.apply("profile"),
        context);
  }

  /** The fields that MLflow's files and calls have of it, its names checked. */
  public Map<String, String> fields() {
    return Map.of(
        "name", Names.dataset(name),
        "digest", Names.digest(digest),
        "source_type", sourceType,
        "source", source,
        "schema", schema,
        "profile", profile);
  }
}
