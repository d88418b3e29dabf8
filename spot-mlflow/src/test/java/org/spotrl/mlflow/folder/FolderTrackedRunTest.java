package org.spotrl.mlflow.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.tracking.DatasetReference;
import org.spotrl.api.tracking.ModelDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.format.MetricPoint;

class FolderTrackedRunTest {

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock(Examples.START);
  private TrackedRun run;
  private Path runFolder;

  @BeforeEach
  void startRun() {
    run =
        Examples.tracker(folder.resolve("mlruns"), clock).start(Examples.description("study", "a"));
    runFolder = Path.of(run.location());
  }

  @Test
  void timesNeverDecreaseWithinARun() {
    clock.set(Examples.START + 10);
    run.metrics(1, Map.of("a", 1.0));
    clock.set(Examples.START + 5);
    run.metrics(2, Map.of("a", 2.0));

    assertThat(runFolder.resolve("metrics/a"))
        .hasContent((Examples.START + 10) + " 1.0 1\n" + (Examples.START + 10) + " 2.0 2\n");
  }

  @Test
  void concurrentThreadsWriteCompleteLines() throws Exception {
    int threads = 4;
    int each = 200;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int first = t * each;
        all.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    run.metrics(first + i, Map.of("a", first + i + 0.5));
                  }
                }));
      }
      for (Future<?> future : all) {
        future.get();
      }
    } finally {
      pool.shutdownNow();
    }

    List<MetricPoint> points = MetricFile.read(runFolder.resolve("metrics/a"));
    assertThat(points).hasSize(threads * each).allMatch(p -> p.value() == p.step() + 0.5);
    assertThat(points).extracting(MetricPoint::step).doesNotHaveDuplicates();
  }

  @Test
  void aNameCannotBeAMetricAndASection() {
    run.metrics(1, Map.of("train", 1.0, "eval/score", 1.0));

    assertThatThrownBy(() -> run.metrics(2, Map.of("train/loss", 1.0)))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("metric 'train/loss'")
        .hasMessageContaining("a metric 'train'");
    assertThatThrownBy(() -> run.metrics(2, Map.of("eval", 1.0)))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("metric 'eval'")
        .hasMessageContaining("'eval/...'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a", "/a", "a//b", "a(b)"})
  void hostileMetricAndTagNamesAreRefused(String name) {
    assertThatThrownBy(() -> run.metrics(1, Map.of(name, 1.0)))
        .isInstanceOf(SpotInputException.class);
    assertThatThrownBy(() -> run.tags(Map.of(name, "x"))).isInstanceOf(SpotInputException.class);
  }

  @Test
  void aTagIsReplaced() {
    run.tags(Map.of("state", "warm-up", "mlflow.note.content", "line\nline"));
    run.tags(Map.of("state", "training"));

    assertThat(runFolder.resolve("tags/state")).hasContent("training");
    assertThat(runFolder.resolve("tags/mlflow.note.content")).hasContent("line\nline");
  }

  @Test
  void aDataSetIsStoredOnceForTheExperimentAndLinkedByEachUse() throws IOException {
    TrackedRun other =
        new FolderTracker(folder.resolve("mlruns")).start(Examples.description("study", "b"));
    run.dataset(Examples.DATASET, "training");
    run.dataset(Examples.DATASET, "evaluation");
    run.dataset(Examples.DATASET, "training");
    other.dataset(Examples.DATASET, "training");

    assertThat(entries(runFolder.resolveSibling("datasets"))).hasSize(1);
    assertThat(entries(runFolder.resolve("inputs"))).hasSize(2);
    assertThat(entries(Path.of(other.location()).resolve("inputs"))).hasSize(1);
  }

  @Test
  void aDigestThatIsTooLongForMlflowIsRefused() {
    DatasetReference dataset =
        new DatasetReference("maze", "0".repeat(64), "file", "x.h5", 1, 4, 2, Map.of());

    assertThatThrownBy(() -> run.dataset(dataset, "training"))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("64 characters, at most 36");
  }

  @Test
  void aFolderIsStoredWithItsContentAndTextsAreReplaced() throws IOException {
    Path source = folder.resolve("source");
    Path deep = Files.createDirectories(source.resolve("deep"));
    Files.writeString(deep.resolve("b.txt"), "b");
    Files.writeString(source.resolve("a.txt"), "a");

    run.artifact("plots", source);
    run.text("plots/a.txt", "new");

    assertThat(Examples.files(run.workFolder()))
        .containsExactlyInAnyOrderEntriesOf(Map.of("plots/a.txt", "new", "plots/deep/b.txt", "b"));
    assertThat(runFolder).isDirectoryNotContaining("glob:**.staging*");
  }

  @Test
  void anInvalidNameInAFolderPreventsTheWholeCopy() throws IOException {
    Path source = Files.createDirectory(folder.resolve("source"));
    Files.writeString(source.resolve("a.txt"), "a");
    Files.writeString(source.resolve("b#.txt"), "b");

    assertThatThrownBy(() -> run.artifact("plots", source))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("plots/b#.txt");
    assertThat(run.workFolder()).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil.txt", "/tmp/evil.txt", "a/../../evil.txt", ""})
  void pathsOutsideTheRunAreRefused(String path) throws IOException {
    Path source = Files.writeString(folder.resolve("source.txt"), "a");

    assertThatThrownBy(() -> run.text(path, "x")).isInstanceOf(SpotInputException.class);
    assertThatThrownBy(() -> run.artifact(path, source)).isInstanceOf(SpotInputException.class);
  }

  @Test
  void aLinkToAFolderIsFollowedAndALinkToAFileReplaced() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.createSymbolicLink(run.workFolder().resolve("out"), outside);
    Files.createSymbolicLink(run.workFolder().resolve("name.txt"), outside.resolve("victim.txt"));
    Files.writeString(outside.resolve("victim.txt"), "kept");

    run.text("out/deep/file.txt", "x");
    run.text("name.txt", "new");

    assertThat(Examples.files(outside))
        .containsExactlyInAnyOrderEntriesOf(Map.of("victim.txt", "kept", "deep/file.txt", "x"));
    assertThat(run.workFolder().resolve("name.txt")).hasContent("new");
  }

  @Test
  void aFileInPlaceOfAFolderAndAFolderInPlaceOfAFileAreRefused() {
    run.text("a", "x");
    run.text("b/c", "x");

    assertThatThrownBy(() -> run.text("a/b", "x"))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("is a file, not a folder");
    assertThatThrownBy(() -> run.text("b", "x"))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void aCopyIntoItselfAndAMissingSourceAreRefused() {
    assertThatThrownBy(() -> run.artifact("again", run.workFolder()))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("inside it");
    assertThatThrownBy(() -> run.artifact("x", folder.resolve("nowhere")))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> run.model(ModelDescription.of("policy", 1), folder.resolve("nowhere")))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("is not a folder");
  }

  @Test
  void aModelKeepsItsOwnDescription() throws IOException {
    Path policy = Files.createDirectory(folder.resolve("policy"));
    Files.writeString(policy.resolve("MLmodel"), "flavors: {}\n");
    run.model(ModelDescription.of("policy", 7), policy);

    Path model = entries(runFolder.resolveSibling("models")).get(0);
    MetaYaml description = MetaYaml.read(model.resolve("artifacts/MLmodel"));
    assertThat(description.render()).contains("flavors: {}");
    assertThat(description.text("model_id")).isEqualTo(model.getFileName().toString());
    assertThat(entries(runFolder.resolve("outputs")).get(0))
        .hasFileName(model.getFileName().toString());
  }

  @Test
  void aRunEndsOnceAndThenNothingCanBeAdded() throws IOException {
    clock.set(Examples.START + 5);
    run.finish(RunStatus.KILLED);
    clock.set(Examples.START + 9);
    run.finish(RunStatus.FINISHED);

    MetaYaml meta = MetaYaml.read(runFolder.resolve("meta.yaml"));
    assertThat(meta.number("status")).isEqualTo(5);
    assertThat(meta.number("end_time")).isEqualTo(Examples.START + 5);
    assertThatThrownBy(() -> run.metrics(1, Map.of("a", 1.0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(run.id());
  }

  @Test
  void obsoleteFilesAreDeletedAtTheEnd() throws IOException {
    run.text("checkpoints/step-1/state", "a");
    run.text("checkpoints/best-1/policy", "b");
    run.text("policy/weights", "c");

    run.finish(RunStatus.FINISHED, List.of("checkpoints/step-1"));

    assertThat(Examples.files(run.workFolder()).keySet())
        .containsExactly("checkpoints/best-1/policy", "policy/weights");
    assertThat(MetaYaml.read(runFolder.resolve("meta.yaml")).number("status")).isEqualTo(3);
  }

  @Test
  void obsoleteFilesThatCannotBeDeletedDoNotFailTheRun() throws IOException {
    run.finish(RunStatus.FINISHED, List.of("checkpoints/nowhere"));

    assertThat(MetaYaml.read(runFolder.resolve("meta.yaml")).number("status")).isEqualTo(3);
  }

  @Test
  void theMetricsOfAModelContainItsDataSet() throws IOException {
    run.dataset(Examples.DATASET, "training");
    Path policy = Files.createDirectory(folder.resolve("policy"));
    run.model(
        new ModelDescription("policy", 7, "", Map.of(), Map.of("final/score", 2.5), ""), policy);

    Path model = entries(runFolder.resolveSibling("models")).get(0);
    assertThat(model.resolve("metrics/final/score"))
        .hasContent("%d 2.5 7 %s maze2d-umaze-v1 1a2b3c4d".formatted(Examples.START, run.id()));
  }

  @Test
  void aRunNameChangedInMlflowIsKept() throws IOException {
    Path file = runFolder.resolve("meta.yaml");
    Files.writeString(file, MetaYaml.read(file).with("run_name", "renamed").render());

    run.finish(RunStatus.FINISHED);

    assertThat(MetaYaml.read(file).text("run_name")).isEqualTo("renamed");
  }

  @Test
  void aDeletedFolderIsReportedWithPathAndRemedy() throws IOException {
    run.metrics(1, Map.of("a", 1.0));
    Files.move(runFolder, folder.resolve("moved"));

    for (Runnable recording :
        List.<Runnable>of(
            () -> run.metrics(2, Map.of("a", 1.0)),
            () -> run.metrics(2, Map.of("b/c", 1.0)),
            () -> run.text("x.txt", "x"),
            () -> run.finish(RunStatus.FINISHED))) {
      assertThatThrownBy(recording::run)
          .isInstanceOf(SpotRunException.class)
          .hasMessageContaining(runFolder.toString())
          .hasMessageContaining("restore it");
    }
    assertThat(runFolder).doesNotExist();
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
