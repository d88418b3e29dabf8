package org.spotrl.mlflow.server;

import java.util.Map;

/**
 * A logged model to create.
 *
 * @param experimentId id of its experiment
 * @param runId the run that logs it
 * @param name name without {@code / : . % " ' \}
 * @param parameters parameters by dotted name
 * @param tags its tags, including the one for {@link TrackingServer#findModel}
 */
public record NewModel(
    String experimentId,
    String runId,
    String name,
    Map<String, String> parameters,
    Map<String, String> tags) {}
