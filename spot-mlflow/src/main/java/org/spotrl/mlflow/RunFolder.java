package org.spotrl.mlflow;

import java.nio.file.Path;

/**
 * Where the parts of a run are.
 *
 * @param root the tracking folder
 * @param experiment the folder of its experiment
 * @param path its own folder
 */
record RunFolder(Path root, Path experiment, Path path) {

  String id() {
    return path.getFileName().toString();
  }

  String experimentId() {
    return experiment.getFileName().toString();
  }

  Path meta() {
    return path.resolve(Layout.META);
  }

  Path metrics() {
    return path.resolve(Layout.METRICS);
  }

  Path params() {
    return path.resolve(Layout.PARAMS);
  }

  Path tags() {
    return path.resolve(Layout.TAGS);
  }

  Path artifacts() {
    return path.resolve(Layout.ARTIFACTS);
  }

  Path inputs() {
    return path.resolve(Layout.INPUTS);
  }

  Path outputs() {
    return path.resolve(Layout.OUTPUTS);
  }

  /** The address of a folder below the root as MLflow's files give it. */
  String uri(Path folder) {
    return Layout.relativeUri(root, folder);
  }
}
