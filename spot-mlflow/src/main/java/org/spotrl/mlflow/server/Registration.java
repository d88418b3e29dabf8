package org.spotrl.mlflow.server;

import java.util.Map;

/**
 * A version of a registered model to create.
 *
 * @param name registered name, without {@code / :}
 * @param runId the run that logged the model
 * @param modelId id of the logged model, empty on servers without logged models
 * @param source URI of the model's files
 * @param alias alias for this version, for example {@code champion}; empty for none
 * @param description description of the version; may be empty
 * @param tags tags of the version; an existing version keeps its own
 */
public record Registration(
    String name,
    String runId,
    String modelId,
    String source,
    String alias,
    String description,
    Map<String, String> tags) {}
