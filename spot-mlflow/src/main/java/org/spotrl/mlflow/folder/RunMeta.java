package org.spotrl.mlflow.folder;

import org.spotrl.mlflow.format.RunState;

/** The {@code meta.yaml} of a run. */
final class RunMeta {

  private static final long LOCAL_SOURCE = 4;

  private RunMeta() {}

  /** A run that goes on. */
  static MetaYaml started(RunFolder folder, String name, String user, long startMillis) {
    return new MetaYaml()
        .with("artifact_uri", folder.uri(folder.artifacts()))
        .withNull("end_time")
        .with("entry_point_name", "")
        .with("experiment_id", folder.experimentId())
        .with("lifecycle_stage", "active")
        .with("run_id", folder.id())
        .with("run_name", name)
        .with("run_uuid", folder.id())
        .with("source_name", "")
        .with("source_type", LOCAL_SOURCE)
        .with("source_version", "")
        .with("start_time", startMillis)
        .with("status", RunState.RUNNING.code())
        .withEmptyList("tags")
        .with("user_id", user);
  }
}
