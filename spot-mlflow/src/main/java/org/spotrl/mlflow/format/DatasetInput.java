package org.spotrl.mlflow.format;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A data set that a run used, with the fields of MLflow's dataset input.
 *
 * @param name at most 500 characters
 * @param digest at most 36 characters; name and digest identify a data set in an experiment
 * @param sourceType type of source, for example {@code collected}
 * @param source its location, as JSON
 * @param schema its columns, as JSON; empty if unknown
 * @param profile its statistics, as JSON; empty if unknown
 * @param context its use, for example {@code training}; empty if unknown
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
   * Reads a data set from a file or a response of MLflow.
   *
   * @param field returns the text of a field
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

  /** The fields for MLflow's files and calls; name and digest are checked. */
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
