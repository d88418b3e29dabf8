package org.spotrl.mlflow.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.tracking.ModelDescription;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.OtherProcess;

class FolderTrackerTest {

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock(Examples.START);

  /** The fixture was compared by hand with files that MLflow 3.17.2 writes. */
  @Test
  void aWholeRunIsWrittenInMlflowsLayout() throws IOException {
    Path root = folder.resolve("mlruns");
    TrackedRun run =
        Examples.tracker(root, clock)
            .start(
                new RunDescription(
                    "quickstart",
                    "spot-maze2d-umaze-s0",
                    "SPOT on *maze2d*.",
                    Map.of("algorithm.lambda", "0.5", "density/type", "cvae"),
                    Map.of(
                        "algorithm",
                        "spot",
                        "experiment.mlflow.experiment.primaryMetric.name",
                        "eval/normalized_score"),
                    "experiments/quickstart.yaml"));
    clock.set(Examples.START + 1000);
    run.metrics(500, Map.of("train/critic_loss", 1.5, "train/q", Double.NaN));
    clock.set(Examples.START + 2000);
    run.metrics(1000, Map.of("train/critic_loss", 0.75, "eval/return", Double.POSITIVE_INFINITY));
    run.tags(Map.of("status.note", "fine"));
    run.dataset(Examples.DATASET, "training");
    run.text("config/experiment.yaml", "seed: 0\n");
    Path table = Files.writeString(folder.resolve("t.csv"), "a,b\n");
    run.artifact("tables/scores.csv", table);
    Path policy = Files.createDirectory(folder.resolve("policy"));
    Files.writeString(policy.resolve("weights.txt"), "1 2 3\n");
    run.model(
        new ModelDescription(
            "policy",
            1000,
            "",
            Map.of("algorithm.lambda", "0.5"),
            Map.of("eval/return", 2.5),
            "maze-policy"),
        policy);
    run.image("support/state_1", 1000, "not really a picture".getBytes(StandardCharsets.UTF_8));
    run.table(
        "tables/evaluation.json",
        List.of("step", "return"),
        List.of(List.of(500L, 1.5), List.of(1000L, Double.NaN)));
    clock.set(Examples.START + 3000);
    run.finish(RunStatus.FINISHED);

    assertThat(Examples.files(root)).isEqualTo(Examples.files(Examples.resource("golden-run")));
    assertThat(run.id()).isEqualTo("00000000000000000000000000000001");
    assertThat(run.workFolder())
        .isEqualTo(root.resolve("1").resolve(run.id()).resolve("artifacts"));
    assertThat(run.location()).isEqualTo(root.resolve("1").resolve(run.id()).toString());
  }

  @Test
  void experimentTagsEditedInMlflowAreKept() throws IOException {
    Path root = folder.resolve("mlruns");
    RunDescription description =
        new RunDescription(
            "study", "a", "", Map.of(), Map.of("experiment.mlflow.note.content", "made"), "x");
    FolderTracker tracker = Examples.tracker(root, clock);
    tracker.start(description);
    Path note = root.resolve("1/tags/mlflow.note.content");
    assertThat(note).hasContent("made");

    Files.writeString(note, "written by hand");
    tracker.start(description);

    assertThat(note).hasContent("written by hand");
  }

  @Test
  void aNewRunHasMlflowsFourFolders() {
    Path root = folder.resolve("mlruns");
    TrackedRun run = Examples.tracker(root, clock).start(Examples.description("study", "a"));

    for (String name : List.of("metrics", "params", "tags", "artifacts")) {
      assertThat(root.resolve("1").resolve(run.id()).resolve(name)).isDirectory();
    }
  }

  @Test
  void experimentsAreFoundByNameAndNewOnesNumbered() {
    Path root = folder.resolve("runs of \u00fc & 50%");
    FolderTracker tracker = Examples.tracker(root, clock);
    tracker.start(Examples.description("first", "a"));
    tracker.start(Examples.description("second", "b"));
    TrackedRun third = tracker.start(Examples.description("first", "c"));

    List<RecordedExperiment> experiments = new FolderRuns(root).experiments();
    assertThat(experiments).extracting(RecordedExperiment::id).containsExactly("1", "2");
    assertThat(experiments).extracting(RecordedExperiment::name).containsExactly("first", "second");
    assertThat(new FolderRuns(root).find(third.id()).orElseThrow().experiment().id())
        .isEqualTo("1");
  }

  @Test
  void urisAreRelativeToTheParentAndEscaped() throws IOException {
    Path root = folder.resolve("runs of \u00fc & 50%#");
    TrackedRun run = Examples.tracker(root, clock).start(Examples.description("study", "a"));

    MetaYaml meta = MetaYaml.read(root.resolve("1").resolve(run.id()).resolve("meta.yaml"));
    assertThat(meta.text("artifact_uri"))
        .isEqualTo("runs of \u00fc %26 50%25%23/1/" + run.id() + "/artifacts");
  }

  @Test
  void anExperimentCreatedByMlflowIsUsed() throws IOException {
    Path root = Examples.copyOfResource("written-by-mlflow-3.17.2", folder.resolve("mlruns"));
    FolderTracker tracker = Examples.tracker(root, clock);

    TrackedRun run =
        tracker.start(
            Examples.description(
                "study: a \"long\" name that PyYAML folds over two lines because it has more than"
                    + " eighty characters",
                "a"));
    TrackedRun other = tracker.start(Examples.description("new", "b"));

    assertThat(Path.of(run.location()).getParent()).hasFileName("952099188197827775");
    assertThat(Path.of(other.location()).getParent()).hasFileName("1");
  }

  @Test
  void aDeletedExperimentIsNotReused() throws IOException {
    Path root = Examples.copyOfResource("written-by-mlflow-3.17.2", folder.resolve("mlruns"));

    assertThatThrownBy(() -> Examples.tracker(root, clock).start(Examples.description("gone", "a")))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("experiment 'gone' was deleted")
        .hasMessageContaining(".trash");
  }

  @Test
  void remainsOfAKilledExperimentCreationAreIgnored() throws IOException {
    Path root = Files.createDirectory(folder.resolve("mlruns"));
    Files.createDirectory(root.resolve("1"));
    Path staged = Files.createDirectory(root.resolve(".staging-x.trash"));
    Files.writeString(staged.resolve("meta.yaml"), "name: study\nexperiment_id: '1'\n");

    TrackedRun run = Examples.tracker(root, clock).start(Examples.description("study", "a"));

    assertThat(Path.of(run.location()).getParent()).hasFileName("2");
    assertThat(new FolderRuns(root).experiments()).hasSize(1);
  }

  @Test
  void concurrentThreadsShareANewExperiment() throws Exception {
    Path root = folder.resolve("mlruns");
    int threads = 8;
    int studies = 12;
    FolderTracker tracker = new FolderTracker(root);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier barrier = new CyclicBarrier(threads);
      List<Future<Void>> all = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        Callable<Void> starts =
            () -> {
              for (int i = 0; i < studies; i++) {
                barrier.await();
                tracker.start(Examples.description("study-" + i, "r")).finish(RunStatus.FINISHED);
              }
              return null;
            };
        all.add(pool.submit(starts));
      }
      for (Future<Void> each : all) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(new FolderRuns(root).experiments()).hasSize(studies);
    for (int i = 0; i < studies; i++) {
      assertThat(new FolderRuns(root).runs("study-" + i)).hasSize(threads);
    }
    assertThat(root).isDirectoryNotContaining("glob:**.staging*");
  }

  @Test
  void concurrentProcessesShareANewExperiment() throws Exception {
    Path root = folder.resolve("mlruns");
    int studies = 30;
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(OtherProcess.start("start", root.toString(), Integer.toString(studies)));
    }
    for (Process process : processes) {
      assertThat(process.getInputStream().read()).isEqualTo('r');
    }
    for (Process process : processes) {
      process.getOutputStream().close();
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }

    assertThat(new FolderRuns(root).experiments()).hasSize(studies);
    assertThat(new FolderRuns(root).runs()).hasSize(2 * studies);
  }

  @Test
  void anInvalidNameLeavesNothingBehind() {
    Path root = folder.resolve("mlruns");
    RunDescription description =
        new RunDescription("study", "a", "", Map.of("../x", "1"), Map.of(), "");

    assertThatThrownBy(() -> Examples.tracker(root, clock).start(description))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("parameter name \"../x\"");
    assertThat(root).doesNotExist();
  }

  @Test
  void aParameterThatIsAlsoASectionIsRefused() {
    RunDescription description =
        new RunDescription("study", "a", "", Map.of("a", "1", "a/b", "2"), Map.of(), "");

    assertThatThrownBy(() -> Examples.tracker(folder.resolve("mlruns"), clock).start(description))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("'a/b'");
  }

  @Test
  void anInvalidTrackingFolderIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> new FolderTracker(file))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("it is a file");
    assertThatThrownBy(() -> new FolderTracker(Path.of("/")))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("/mlruns");
    assertThatThrownBy(
            () ->
                Examples.tracker(file.resolve("mlruns"), clock)
                    .start(Examples.description("study", "a")))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void theTrackingFolderMayBeALink() throws IOException {
    Path real = Files.createDirectory(folder.resolve("disk"));
    Path link = Files.createSymbolicLink(folder.resolve("mlruns"), real);

    TrackedRun run = Examples.tracker(link, clock).start(Examples.description("study", "a"));
    run.text("a/b.txt", "x");

    assertThat(real.resolve("1").resolve(run.id()).resolve("artifacts/a/b.txt")).hasContent("x");
  }
}
