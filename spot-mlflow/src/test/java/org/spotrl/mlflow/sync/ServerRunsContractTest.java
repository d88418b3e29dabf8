package org.spotrl.mlflow.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.Examples;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.server.MlflowTrackingServer;
import org.spotrl.mlflow.server.ServerRuns;
import org.spotrl.mlflow.server.TrackingServer;
import org.spotrl.mlflow.ui.RealMlflow;

/** A run on a real server equals the run in its folder. */
class ServerRunsContractTest {

  @TempDir private Path temp;

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void aRunOnTheServerEqualsTheRunInItsFolder(RealMlflow mlflow) {
    Path root = temp.resolve("mlruns");
    String experiment = "read-again-" + temp.getFileName();
    TrackedRun recorded =
        new FolderTracker(root).start(Examples.description(experiment, "spot-s0"));
    recorded.text("config/experiment.yaml", "seed: 0\n");
    recorded.metrics(10, Map.of("train/q", 0.1, "train/nothing", Double.NaN));
    recorded.metrics(20, Map.of("train/q", 1.0 / 3));
    recorded.finish(RunStatus.FINISHED);
    RecordedRun here = new FolderRuns(root).runs().get(0);
    String address = mlflow.address();
    try (TrackingServer server = MlflowTrackingServer.at(address, Map.of(), warning -> {})) {
      new FolderPush(server, (what, done, total, figures) -> {}, note -> {}).push(List.of(here));
    }

    try (ServerRuns runs =
        new ServerRuns(MlflowTrackingServer.at(address, Map.of(), warning -> {}))) {
      RunView there = runs.runs(experiment).get(0);

      assertThat(runs.experimentNames()).contains(experiment);
      assertThat(there.folderId()).isEqualTo(here.id());
      assertThat(there.name()).isEqualTo("spot-s0");
      assertThat(there.state()).isEqualTo(here.state());
      assertThat(there.startMillis()).isEqualTo(here.startMillis());
      assertThat(there.endMillis()).isEqualTo(here.endMillis());
      assertThat(there.parameters()).isEqualTo(here.parameters());
      assertThat(there.latestMetrics()).isEqualTo(here.latestMetrics());
      assertThat(there.history("train/q"))
          .isEqualTo(here.history("train/q"))
          .extracting(MetricPoint::value)
          .containsExactly(0.1, 1.0 / 3);
      assertThat(there.artifact("config/experiment.yaml"))
          .hasValueSatisfying(
              bytes ->
                  assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("seed: 0\n"));
      assertThat(there.artifact("config/none.yaml")).isEmpty();
      assertThat(there.artifact("none/none.yaml")).isEmpty();
    }
  }
}
