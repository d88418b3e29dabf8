package org.spotrl.mlflow.server;

import java.util.Map;

/**
 * A version of a registered model that is wanted.
 *
 * @param name name in the registry, without {@code / :}
 * @param runId the run that made the model
 * @param modelId id of the logged model, empty on servers without them
 * @param source address of the model's files
 * @param alias name for this version, for example {@code champion}; empty for none
 * @param description what its page says of it; may be empty
 * @param tags its labels; a version that is there already keeps its own
 */
public record Registration(
    String name,
    String runId,
    String modelId,
    String source,
    String alias,
    String description,
    Map<String, String> tags) {}
