package org.spotrl.mlflow.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.tracking.ModelDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.format.MetricPoint;

/** A damaged file is skipped with a warning; everything else can be read and written. */
class DamagedFilesTest {

  private static final byte[] BINARY = {(byte) 0xff, 0, (byte) 0xfe, 7, '\n', '{', 1};

  @TempDir private Path folder;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Path root;
  private FolderTracker tracker;
  private TrackedRun whole;
  private TrackedRun damaged;

  /** Damage from a full disk, a power failure or another owner. */
  private enum Damage {
    EMPTY,
    CUT,
    BINARY,
    NO_MAP,
    UNREADABLE;

    void of(Path file) throws IOException {
      switch (this) {
        case EMPTY -> Files.writeString(file, "");
        case CUT -> Files.writeString(file, Files.readString(file).lines().findFirst().get());
        case BINARY -> Files.write(file, DamagedFilesTest.BINARY);
        case NO_MAP -> Files.writeString(file, "- a\n- b\n");
        case UNREADABLE -> {
          // Root can read all files, but not a folder as a file.
          Files.delete(file);
          Files.createDirectory(file);
        }
      }
    }
  }

  @BeforeEach
  void record() {
    root = folder.resolve("mlruns");
    tracker = new FolderTracker(root);
    whole = run("whole");
    damaged = run("damaged");
    log.start();
    ((Logger) LoggerFactory.getLogger(Unreadable.class)).addAppender(log);
  }

  @AfterEach
  void stopLog() {
    ((Logger) LoggerFactory.getLogger(Unreadable.class)).detachAppender(log);
  }

  private TrackedRun run(String name) {
    TrackedRun run = tracker.start(Examples.description("study", name));
    run.metrics(1, Map.of("train/loss", 0.5));
    run.finish(RunStatus.FINISHED);
    return run;
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedRunDoesNotBlockOthers(Damage damage) throws IOException {
    Path meta = Path.of(damaged.location(), "meta.yaml");
    damage.of(meta);

    assertThat(new FolderRuns(root).runs()).extracting(RecordedRun::name).containsExactly("whole");
    assertThat(FolderRuns.at(Path.of(whole.location()))).hasSize(1);
    TrackedRun resumed = tracker.resume(whole.id(), System.currentTimeMillis());
    resumed.finish(RunStatus.FINISHED);
    run("new");

    assertThat(new FolderRuns(root).runs()).hasSize(2);
    assertWarnedOnce(meta);
    assertThatThrownBy(() -> tracker.resume(damaged.id(), 0))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(meta.toString());
  }

  @Test
  void aDamagedRunCannotBeResumedAndTheMessageSaysWhatToDo() throws IOException {
    Damage.EMPTY.of(Path.of(damaged.location(), "meta.yaml"));

    assertThatThrownBy(() -> tracker.resume(damaged.id(), 0))
        .isInstanceOf(SpotInputException.class)
        .hasMessage(
            "run %s cannot be resumed: %s/meta.yaml is empty or has no 'name: value' lines. Restore it from a backup, or move its folder out of the tracking folder."
                .formatted(damaged.id(), damaged.location()));
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedExperimentDoesNotBlockOthers(Damage damage) throws IOException {
    tracker.start(Examples.description("other", "in another experiment"));
    Path meta = root.resolve("1/meta.yaml");
    damage.of(meta);

    assertThat(new FolderRuns(root).experiments())
        .extracting(RecordedExperiment::name)
        .containsExactly("other");
    TrackedRun added = tracker.start(Examples.description("other", "new"));

    assertThat(new FolderRuns(root).runs())
        .extracting(RecordedRun::name)
        .containsExactlyInAnyOrder("in another experiment", "new");
    assertThat(Path.of(added.location()).getParent()).isEqualTo(root.resolve("2"));
    assertWarnedOnce(meta);
  }

  @Test
  void damagedParametersTagsAndMetricsAreSkipped() throws IOException {
    Path run = Path.of(damaged.location());
    Files.write(run.resolve("params/binary"), BINARY);
    Files.write(run.resolve("tags/binary"), BINARY);
    Files.createSymbolicLink(run.resolve("tags/loop"), run.resolve("tags"));
    Files.write(run.resolve("metrics/binary"), BINARY);
    Files.writeString(run.resolve("metrics/cut"), "5 1.0 10\n5 2.0 x\n6 3.0 20\n7 4.");

    RecordedRun read = new FolderRuns(root).find(damaged.id()).orElseThrow();

    assertThat(read.parameters()).containsExactly(entry("algorithm.name", "spot"));
    assertThat(read.tags()).containsKey("seed").doesNotContainKeys("binary", "loop/seed");
    assertThat(read.latestMetrics())
        .containsOnlyKeys("train/loss", "cut")
        .containsEntry("cut", new MetricPoint(6, 20, 3.0));
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.startsWith(run.resolve("params/binary") + " is not UTF-8 text."))
        .anyMatch(
            line ->
                line.startsWith(
                    run.resolve("tags/loop") + " is a link to one of its parent folders"))
        .anyMatch(
            line -> line.startsWith(run.resolve("metrics/cut") + " has damaged lines, which are"))
        .anyMatch(
            line ->
                line.startsWith(run.resolve("metrics/binary") + " has damaged lines, which are"));
  }

  @Test
  void aDamagedDataSetOrModelDoesNotBlockOtherRuns() throws IOException {
    TrackedRun run = tracker.start(Examples.description("study", "with a model"));
    run.dataset(Examples.DATASET, "training");
    Path policy = Files.createDirectory(folder.resolve("policy"));
    run.model(new ModelDescription("policy", 1, "", Map.of(), Map.of(), "maze"), policy);
    for (String below : List.of("1/models", "1/datasets", "models/maze")) {
      for (Path file : FolderFiles.files(root.resolve(below))) {
        if (file.endsWith("meta.yaml")) {
          Damage.EMPTY.of(file);
        }
      }
    }

    tracker.resume(whole.id(), System.currentTimeMillis()).finish(RunStatus.FINISHED);
    assertThat(RecordedModel.of(RunFolder.of(Path.of(run.location())))).isEmpty();
    assertThat(RunDatasets.of(RunFolder.of(Path.of(run.location())))).isEmpty();
    run.model(new ModelDescription("policy", 2, "", Map.of(), Map.of(), "maze"), policy);

    assertThat(RecordedModel.of(RunFolder.of(Path.of(run.location()))))
        .singleElement()
        .satisfies(model -> assertThat(model.step()).isEqualTo(2));
    // The registered model's meta.yaml is written again.
    assertThat(MetaYaml.read(root.resolve("models/maze/meta.yaml")).text("name")).isEqualTo("maze");
  }

  private void assertWarnedOnce(Path file) {
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .singleElement()
        .asString()
        .startsWith(file.toString())
        .endsWith(
            ". It is skipped; restore it from a backup, or move it out of the tracking"
                + " folder");
  }
}
