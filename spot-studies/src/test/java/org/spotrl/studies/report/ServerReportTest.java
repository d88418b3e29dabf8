package org.spotrl.studies.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.server.ArtifactFile;
import org.spotrl.mlflow.server.ArtifactStore;
import org.spotrl.mlflow.server.ServerExperiment;
import org.spotrl.mlflow.server.ServerRun;
import org.spotrl.mlflow.server.ServerRuns;
import org.spotrl.mlflow.server.TrackingServer;
import org.spotrl.studies.study.RecordedStudy;

/** A report from a server is the report from the folder. */
class ServerReportTest {

  @TempDir private Path temp;

  @Test
  void aServerGivesTheSameReport() {
    Path mlruns = temp.resolve("mlruns");
    TestStudy study = new TestStudy("ablation", mlruns);
    Map<String, String> settings =
        Map.of("algorithm.type", "spot", "algorithm.regularizer.lambda", "0.1");
    for (int seed = 0; seed < 3; seed++) {
      study.finished("a", "hopper-medium-v2", seed, settings, 50 + seed);
      study.finished("b", "hopper-medium-v2", seed, Map.of("algorithm.type", "iql"), 60 - seed);
    }
    study.planned("b", "hopper-medium-v2", 3);
    study.record("Text", "a");
    Map<String, byte[]> fromFolder = study.report().files();

    try (ServerRuns runs = new ServerRuns(server(new FolderRuns(mlruns)))) {
      StudyReport report =
          StudyReport.of(RecordedStudy.get(runs, "ablation"), "mlruns", TestStudy.NOW);

      assertThat(report.summary()).isEqualTo("7 runs: 6 finished, 1 not started");
      assertThat(report.files()).containsExactlyEntriesOf(fromFolder);
    }
  }

  /** A server with the runs of a folder. */
  private static TrackingServer server(FolderRuns folder) {
    TrackingServer server = mock(TrackingServer.class);
    when(server.address()).thenReturn("http://host:5000");
    when(server.experiments())
        .thenReturn(
            folder.experiments().stream()
                .map(each -> new ServerExperiment(each.id(), each.name(), Map.of()))
                .toList());
    List<RecordedRun> runs = folder.runs();
    when(server.runs(anyString()))
        .thenAnswer(
            call ->
                runs.stream()
                    .filter(run -> run.experimentId().equals(call.getArgument(0)))
                    .map(ServerReportTest::onServer)
                    .toList());
    when(server.history(anyString(), anyString()))
        .thenAnswer(call -> find(runs, call.getArgument(0)).history(call.getArgument(1)));
    when(server.artifacts(any(ServerRun.class)))
        .thenAnswer(call -> store(find(runs, ((ServerRun) call.getArgument(0)).id()).artifacts()));
    return server;
  }

  private static ServerRun onServer(RecordedRun run) {
    return new ServerRun(
        run.id(),
        run.experimentId(),
        run.name(),
        run.state(),
        run.startMillis(),
        run.endMillis(),
        "mlflow-artifacts:/" + run.id(),
        run.parameters(),
        run.tags(),
        run.latestMetrics(),
        List.of(),
        List.of());
  }

  private static RecordedRun find(List<RecordedRun> runs, String id) {
    return runs.stream().filter(run -> run.id().equals(id)).findFirst().orElseThrow();
  }

  private static ArtifactStore store(Path artifacts) {
    ArtifactStore store = mock(ArtifactStore.class);
    when(store.list(anyString()))
        .thenAnswer(
            call -> {
              Path folder = artifacts.resolve((String) call.getArgument(0));
              if (!Files.isDirectory(folder)) {
                return List.of();
              }
              try (Stream<Path> files = Files.list(folder)) {
                return files
                    .map(
                        file ->
                            new ArtifactFile(
                                artifacts.relativize(file).toString(),
                                Files.isDirectory(file),
                                size(file)))
                    .toList();
              }
            });
    doAnswer(
            call -> {
              Path from = artifacts.resolve((String) call.getArgument(0));
              return Files.copy(from, call.getArgument(1), StandardCopyOption.REPLACE_EXISTING);
            })
        .when(store)
        .get(anyString(), any());
    return store;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
