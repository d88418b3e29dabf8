package org.spotrl.mlflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;

class ServerRunsTest {

  private static final ServerRun OLDER =
      run("a1", "1", 5, Map.of(RunView.FOLDER_ID, "f1", "seed", "0"));
  private static final ServerRun NEWER = run("b2", "2", 9, Map.of());

  private final TrackingServer server = mock(TrackingServer.class);
  private final ServerRuns runs = new ServerRuns(server, new Retry(Duration.ZERO));

  private static ServerRun run(String id, String experiment, long start, Map<String, String> tags) {
    return new ServerRun(
        id,
        experiment,
        "name-" + id,
        RunState.FINISHED,
        start,
        start + 1,
        "mlflow-artifacts:/" + id,
        Map.of("lambda", "0.5"),
        tags,
        Map.of("train/q", new MetricPoint(7, 20, 1.5)),
        List.of(),
        List.of());
  }

  @BeforeEach
  void serve() {
    when(server.address()).thenReturn("http://host:5000");
    when(server.experiments())
        .thenReturn(
            List.of(
                new ServerExperiment("1", "study", Map.of()),
                new ServerExperiment("2", "other", Map.of())));
    when(server.runs("1")).thenReturn(List.of(OLDER));
    when(server.runs("2")).thenReturn(List.of(NEWER));
  }

  @Test
  void runsOfAllExperimentsAreSortedLatestFirst() {
    assertThat(runs.runs()).extracting(RunView::id).containsExactly("b2", "a1");
    assertThat(runs.runs("study")).extracting(RunView::id).containsExactly("a1");
    assertThat(runs.runs("none")).isEmpty();
    assertThat(runs.experimentNames()).containsExactly("study", "other");
    assertThat(runs.location()).isEqualTo("http://host:5000");
  }

  @Test
  void aRunHasTheDataFromTheServer() {
    when(server.history("a1", "train/q")).thenReturn(List.of(new MetricPoint(7, 20, 1.5)));
    RunView run = runs.runs("study").get(0);

    assertThat(run.name()).isEqualTo("name-a1");
    assertThat(run.folderId()).isEqualTo("f1");
    assertThat(run.experimentName()).isEqualTo("study");
    assertThat(run.state()).isEqualTo(RunState.FINISHED);
    assertThat(run.parameters()).containsExactly(Map.entry("lambda", "0.5"));
    assertThat(run.latestMetrics()).containsOnlyKeys("train/q");
    assertThat(run.history("train/q")).containsExactly(new MetricPoint(7, 20, 1.5));
    assertThat(runs.runs("other").get(0).folderId()).isEqualTo("b2");
  }

  @Test
  void anArtifactIsReadIfTheServerListsIt() {
    ArtifactStore store = mock(ArtifactStore.class);
    when(server.artifacts(OLDER)).thenReturn(store);
    when(store.list("config"))
        .thenReturn(List.of(new ArtifactFile("config/experiment.yaml", false, 8)));
    doAnswer(
            call ->
                Files.writeString(
                    call.getArgument(1, Path.class), "seed: 3\n", StandardCharsets.UTF_8))
        .when(store)
        .get(eq("config/experiment.yaml"), any());
    RunView run = runs.runs("study").get(0);

    assertThat(run.artifact("config/experiment.yaml"))
        .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("seed: 3\n"));
    assertThat(run.artifact("config/other.yaml")).isEmpty();
  }

  @Test
  void theLatestPointOfAMetricNeedsNoRequest() {
    RunView run = runs.runs("study").get(0);

    assertThat(run.latestMetrics()).containsEntry("train/q", new MetricPoint(7, 20, 1.5));
    assertThat(run.metricNames()).contains("train/q");
    verify(server, never()).history(any(), any());
  }

  @Test
  void addedFilesGoToTheArtifactsOfTheRun(@TempDir Path temp) throws IOException {
    ArtifactStore store = mock(ArtifactStore.class);
    when(server.artifacts(OLDER)).thenReturn(store);
    Path page = Files.writeString(temp.resolve("report.html"), "page");
    Path figure = Files.createDirectory(temp.resolve("figures")).resolve("a.png");
    Files.writeString(figure, "picture");

    runs.addArtifacts(runs.runs("study").get(0), "report", temp);

    verify(store).put("report/report.html", page);
    verify(store).put("report/figures/a.png", figure);
  }

  @Test
  void aRefusalIsReportedAsAFailedRead() {
    when(server.experiments()).thenThrow(new ServerRefused("no right to read", 403, ""));

    assertThatThrownBy(runs::runs)
        .isInstanceOf(SpotRunException.class)
        .hasMessage("the runs of http://host:5000 cannot be read: no right to read");
  }

  @Test
  void onlyAServerThatAnsweredBeforeIsRetried() {
    ServerRuns patient = new ServerRuns(server, new Retry(Duration.ofMinutes(1)));
    when(server.experiments()).thenThrow(new ServerUnavailable("refused"));
    assertThatThrownBy(patient::experimentNames)
        .isInstanceOf(SpotRunException.class)
        .hasMessage("the runs of http://host:5000 cannot be read: refused");
    verify(server, times(1)).experiments();
  }

  @Test
  void closingClosesTheServer() {
    runs.close();

    verify(server).close();
  }
}
