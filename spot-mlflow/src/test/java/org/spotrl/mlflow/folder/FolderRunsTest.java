package org.spotrl.mlflow.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;

class FolderRunsTest {

  @TempDir private Path folder;

  @Test
  void runsWrittenByMlflowAreRead() {
    FolderRuns runs = new FolderRuns(Examples.resource("written-by-mlflow-3.17.2"));

    assertThat(runs.experiments())
        .extracting(RecordedExperiment::id, RecordedExperiment::name)
        .containsExactly(
            tuple("0", "Default"),
            tuple(
                "952099188197827775",
                "study: a \"long\" name that PyYAML folds over two lines because it has more than"
                    + " eighty characters"));
    assertThat(runs.runs()).hasSize(1);
    RecordedRun run = runs.runs().get(0);
    assertThat(run.name()).isEqualTo("run: one");
    assertThat(run.state()).isEqualTo(RunState.FINISHED);
    assertThat(run.startMillis()).isEqualTo(1_700_000_000_000L);
    assertThat(run.endMillis()).isEqualTo(1_700_000_009_000L);
    assertThat(run.parameters())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("algorithm", "spot", "density/latent_dim", "12", "note", "two\nlines"));
    assertThat(run.tags()).containsExactly(Map.entry("mlflow.runName", "run: one"));
    assertThat(run.latestMetrics())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "train/critic_loss",
                new MetricPoint(1_700_000_004_000L, 30, 0.25),
                "bad",
                new MetricPoint(1_700_000_001_000L, 0, Double.POSITIVE_INFINITY),
                "eval/score",
                new MetricPoint(1_700_000_002_000L, 5, Double.NaN),
                "with_dataset",
                new MetricPoint(1_700_000_003_000L, 7, 0.25)));
    assertThat(run.history("train/critic_loss"))
        .extracting(MetricPoint::value)
        .containsExactly(1.0, 0.5, 1.0 / 3, 0.25);
  }

  @Test
  void addedFilesReplaceThoseOfTheRunAndLeaveItsState() throws Exception {
    Path root = folder.resolve("mlruns");
    TrackedRun recording = new FolderTracker(root).start(Examples.description("study", "a"));
    recording.text("report/report.html", "old");
    Path made = Files.createDirectories(folder.resolve("made/figures"));
    Files.writeString(made.resolve("a.png"), "picture");
    Files.writeString(made.resolveSibling("report.html"), "new");
    FolderRuns runs = new FolderRuns(root);
    RecordedRun run = runs.runs().get(0);

    runs.addArtifacts(run, "report", folder.resolve("made"));

    assertThat(run.artifact("report/report.html")).hasValue("new".getBytes(UTF_8));
    assertThat(run.artifact("report/figures/a.png")).hasValue("picture".getBytes(UTF_8));
    assertThat(runs.runs().get(0).state()).isEqualTo(RunState.RUNNING);
    recording.finish(RunStatus.FINISHED);
    assertThat(runs.runs().get(0).state()).isEqualTo(RunState.FINISHED);
  }

  @Test
  void runsWrittenBySpotAreRead() {
    Path root = folder.resolve("mlruns");
    SettableClock clock = new SettableClock(Examples.START);
    FolderTracker tracker = Examples.tracker(root, clock);
    TrackedRun first =
        tracker.start(
            new RunDescription(
                "study",
                "a",
                "note",
                Map.of("lambda", "0.5"),
                Map.of("algorithm", "spot", "experiment.owner", "lab"),
                "x.yaml"));
    first.finish(RunStatus.FAILED);
    clock.set(Examples.START + 1);
    tracker.start(Examples.description("other", "b"));

    FolderRuns runs = new FolderRuns(root);
    assertThat(runs.runs()).extracting(RecordedRun::name).containsExactly("b", "a");
    RecordedRun run = runs.runs("study").get(0);
    assertThat(run.id()).isEqualTo(first.id());
    assertThat(run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.parameters()).containsExactly(Map.entry("lambda", "0.5"));
    assertThat(run.tags())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "algorithm", "spot",
                "mlflow.note.content", "note",
                "mlflow.runName", "a",
                "mlflow.source.name", "x.yaml",
                "mlflow.source.type", "LOCAL",
                "mlflow.user", "researcher"));
    assertThat(run.experiment().tags()).containsExactly(Map.entry("owner", "lab"));
    assertThat(run.artifacts()).isEqualTo(first.workFolder());
    assertThat(run.history("none")).isEmpty();
    assertThat(runs.runs("nowhere")).isEmpty();
    assertThat(runs.find("nothing")).isEmpty();
  }

  @Test
  void theLatestPointHasTheLargestStep() throws Exception {
    TrackedRun run =
        new FolderTracker(folder.resolve("mlruns")).start(Examples.description("study", "a"));
    Files.writeString(
        Path.of(run.location()).resolve("metrics/a"), "5 1.0 20\n6 2.0 10\n5 3.0 20\n");

    assertThat(new FolderRuns(folder.resolve("mlruns")).runs().get(0).latestMetrics())
        .containsExactly(Map.entry("a", new MetricPoint(5, 20, 3.0)));
  }

  @Test
  void aMissingFolderHasNoRuns() {
    assertThat(new FolderRuns(folder.resolve("none")).experiments()).isEqualTo(List.of());
    assertThat(new FolderRuns(folder.resolve("none")).runs()).isEqualTo(List.of());
  }
}
