package org.spotrl.mlflow.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.tracking.ModelDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.OtherProcess;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;

class FolderResumeTest {

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock(Examples.START);
  private Path root;
  private FolderTracker tracker;

  @BeforeEach
  void makeTracker() {
    root = folder.resolve("mlruns");
    tracker = Examples.tracker(root, clock);
  }

  @Test
  void aResumedRunIsRunningAndDropsLaterPoints() throws IOException {
    TrackedRun run = tracker.start(Examples.description("study", "a"));
    long checkpoint = Examples.START + 10;
    clock.set(checkpoint);
    run.metrics(100, Map.of("train/loss", 1.0));
    clock.set(checkpoint + 1);
    run.metrics(200, Map.of("train/loss", 0.5, "eval/score", 3.0));
    run.finish(RunStatus.KILLED);
    Path lossFile = Path.of(run.location()).resolve("metrics/train/loss");
    Files.writeString(lossFile, (checkpoint + 2) + " 0.2", StandardOpenOption.APPEND);
    clock.set(checkpoint + 1000);

    TrackedRun again = tracker.resume(run.id(), checkpoint);

    RecordedRun recorded = new FolderRuns(root).find(run.id()).orElseThrow();
    assertThat(again.id()).isEqualTo(run.id());
    assertThat(recorded.state()).isEqualTo(RunState.RUNNING);
    assertThat(recorded.endMillis()).isZero();
    assertThat(recorded.latestMetrics())
        .containsExactly(Map.entry("train/loss", new MetricPoint(checkpoint, 100, 1.0)));

    again.metrics(200, Map.of("train/loss", 0.5, "eval", 3.0));
    again.finish(RunStatus.FINISHED);

    assertThat(recorded.history("train/loss"))
        .containsExactly(
            new MetricPoint(checkpoint, 100, 1.0), new MetricPoint(checkpoint + 1000, 200, 0.5));
    assertThat(recorded.history("eval")).hasSize(1);
    assertThat(new FolderRuns(root).find(run.id()).orElseThrow().state())
        .isEqualTo(RunState.FINISHED);
  }

  @Test
  void pointsOfAResumedRunAreLaterThanTheCheckpoint() {
    TrackedRun run = tracker.start(Examples.description("study", "a"));

    TrackedRun again = tracker.resume(run.id(), Examples.START + 500);
    again.metrics(1, Map.of("a", 1.0));

    assertThat(new FolderRuns(root).find(run.id()).orElseThrow().history("a"))
        .containsExactly(new MetricPoint(Examples.START + 501, 1, 1.0));
  }

  @Test
  void aMomentSeparatesEarlierAndLaterPointsEvenInOneMillisecond() {
    TrackedRun run = tracker.start(Examples.description("study", "a"));
    clock.set(Examples.START + 10);
    run.metrics(1, Map.of("a", 1.0));
    long moment = run.moment();
    // A clock that was set back must not date a later point before the moment.
    clock.set(Examples.START + 5);
    run.metrics(2, Map.of("a", 2.0));

    TrackedRun again = tracker.resume(run.id(), moment);
    again.metrics(2, Map.of("a", 2.0));

    assertThat(new FolderRuns(root).find(run.id()).orElseThrow().history("a"))
        .extracting(MetricPoint::step)
        .containsExactly(1L, 2L);
  }

  @Test
  void modelsAfterTheMomentAreRemovedExceptThoseOfOtherRuns() throws IOException {
    Path weights = Files.createDirectory(folder.resolve("policy"));
    Files.writeString(weights.resolve("weights"), "1");
    TrackedRun run = tracker.start(Examples.description("study", "a"));
    TrackedRun other = tracker.start(Examples.description("study", "b"));
    run.model(ModelDescription.of("early", 1), weights);
    long moment = run.moment();
    run.model(ModelDescription.of("late", 2), weights);
    other.model(ModelDescription.of("late", 2), weights);
    Path models = Path.of(run.location()).resolveSibling("models");
    assertThat(models).isDirectoryContaining("glob:**/m-*");

    tracker.resume(run.id(), moment);

    try (Stream<Path> left = Files.list(models)) {
      assertThat(left).hasSize(2);
    }
    assertThat(Path.of(run.location()).resolve("outputs").toFile().list()).hasSize(1);
    assertThat(Path.of(other.location()).resolve("outputs").toFile().list()).hasSize(1);
  }

  @Test
  void incompleteFilesAreRemoved() throws IOException {
    TrackedRun run = tracker.start(Examples.description("study", "a"));
    Path left = Files.createDirectories(Path.of(run.location()).resolve(".staging-x/deep"));
    Files.writeString(left.resolve("weights"), "half");
    Files.delete(run.workFolder());

    tracker.resume(run.id(), Examples.START);

    assertThat(Path.of(run.location())).isDirectoryNotContaining("glob:**.staging*");
    assertThat(run.workFolder()).isDirectory();
  }

  @Test
  void aRunKilledWhileWritingIsConsistentAfterResuming() throws Exception {
    Process process = OtherProcess.start("write", root.toString());
    String id;
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      id = output.readLine();
      while (!"50".equals(output.readLine())) {
        assertThat(process.isAlive()).isTrue();
      }
      process.destroyForcibly().waitFor();
    }

    RecordedRun killed = new FolderRuns(root).find(id).orElseThrow();
    long last = killed.history("train/a").get(49).millis();
    TrackedRun again = tracker.resume(id, last);
    clock.set(last + 1);
    again.metrics(10_000, Map.of("train/a", 10_000.0));
    again.finish(RunStatus.FINISHED);

    List<MetricPoint> points = killed.history("train/a");
    // Several steps may share the last millisecond, so there may be more than 50.
    assertThat(points.size()).isGreaterThanOrEqualTo(51);
    for (int i = 0; i < points.size() - 1; i++) {
      assertThat(points.get(i).step()).isEqualTo(i + 1);
      assertThat(points.get(i).value()).isEqualTo(i + 1.0);
    }
    assertThat(points.get(points.size() - 1).step()).isEqualTo(10_000);
    String text = Files.readString(again.workFolder().resolve("progress/step.txt"));
    String number = text.substring(0, text.length() / 1000);
    assertThat(text).isEqualTo(number.repeat(1000));
    assertThat(Path.of(again.location())).isDirectoryNotContaining("glob:**.staging*");
  }

  @Test
  void aRunCreatedByMlflowCanBeResumed() throws IOException {
    Examples.copyOfResource("written-by-mlflow-3.17.2", root);

    TrackedRun run = tracker.resume("0989a24912b9498d831c233291e185a6", 1_700_000_002_000L);
    run.metrics(20, Map.of("train/critic_loss", 0.25));

    RecordedRun recorded = new FolderRuns(root).find(run.id()).orElseThrow();
    assertThat(recorded.history("train/critic_loss"))
        .extracting(MetricPoint::step)
        .containsExactly(0L, 10L, 20L);
    assertThat(recorded.latestMetrics().keySet())
        .containsExactly("bad", "eval/score", "train/critic_loss");
  }

  @Test
  void aDeletedRunCannotBeResumed() throws IOException {
    Examples.copyOfResource("written-by-mlflow-3.17.2", root);

    assertThatThrownBy(() -> tracker.resume("373799aff2a54728b8a5592e7a20bd93", 0))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("was deleted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123", "../1", "", "a/b"})
  void anUnknownRunIsRefused(String id) {
    tracker.start(Examples.description("study", "a"));

    assertThatThrownBy(() -> tracker.resume(id, 0))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(root.toString());
  }

  @Test
  void aMissingTrackingFolderHasNoRun() {
    assertThatThrownBy(() -> tracker.resume("0123", 0))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("no run 0123");
    assertThat(root).doesNotExist();
  }
}
