package org.spotrl.mlflow.server;

/**
 * A version of a registered model that is wanted.
 *
 * @param name name in the registry, without {@code / :}
 * @param runId the run that made the model
 * @param modelId id of the logged model, empty on servers without them
 * @param source address of the model's files
 * @param alias name for this version, for example {@code champion}; empty for none
 */
public record Registration(
    String name, String runId, String modelId, String source, String alias) {}
