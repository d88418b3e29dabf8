package org.spotrl.mlflow.folder;

import java.nio.file.Path;
import java.util.Map;

/**
 * An experiment in a tracking folder.
 *
 * @param id the name of its folder
 * @param name its name
 * @param tags its tags
 * @param folder its folder, which contains its runs
 */
public record RecordedExperiment(String id, String name, Map<String, String> tags, Path folder) {}
