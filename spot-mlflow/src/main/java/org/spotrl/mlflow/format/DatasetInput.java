package org.spotrl.mlflow.format;

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
    String context) {}
