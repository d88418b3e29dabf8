package org.spotrl.mlflow.folder;

import java.nio.file.Path;
import java.util.Map;

/**
 * An experiment as a tracking folder holds it.
 *
 * @param id name of its folder
 * @param name the name that users know
 * @param tags its labels
 * @param folder where its runs are
 */
public record RecordedExperiment(String id, String name, Map<String, String> tags, Path folder) {}
