package org.spotrl.mlflow.server;

import java.util.Map;

/**
 * A logged model that is to be made.
 *
 * @param experimentId id of the experiment that holds it
 * @param runId the run that made it
 * @param name without {@code / : . % " ' \}
 * @param parameters settings by dotted name
 * @param tags its labels, among them the one by which it is found again
 */
public record NewModel(
    String experimentId,
    String runId,
    String name,
    Map<String, String> parameters,
    Map<String, String> tags) {}
