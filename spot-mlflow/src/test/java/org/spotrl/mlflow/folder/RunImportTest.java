package org.spotrl.mlflow.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;

class RunImportTest {

  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final RunImport.Target STUDY =
      new RunImport.Target("study", Map.of("note", "mazes"), Examples.START);

  @TempDir private Path temp;
  private Path root;

  @BeforeEach
  void name() {
    root = temp.resolve("mlruns");
  }

  @Test
  void anIncompleteImportIsNotVisible() throws IOException {
    try (RunImport run = RunImport.begin(root, STUDY, ID)) {
      run.texts(Map.of("seed", "0"), Map.of("algorithm", "spot"));
      assertThat(new FolderRuns(root).runs()).isEmpty();

      run.complete("spot-s0", "researcher", RunState.KILLED, Examples.START, Examples.START + 5);
    }

    RecordedRun run = new FolderRuns(root).find(ID).orElseThrow();
    assertThat(run.name()).isEqualTo("spot-s0");
    assertThat(run.state()).isEqualTo(RunState.KILLED);
    assertThat(run.startMillis()).isEqualTo(Examples.START);
    assertThat(run.endMillis()).isEqualTo(Examples.START + 5);
    assertThat(run.parameters()).isEqualTo(Map.of("seed", "0"));
    assertThat(run.tags()).isEqualTo(Map.of("algorithm", "spot"));
    assertThat(run.experiment().name()).isEqualTo("study");
    assertThat(run.experiment().tags()).isEqualTo(Map.of("note", "mazes"));
  }

  @Test
  void pointsAreSortedByTime() throws IOException {
    MetricPoint early = new MetricPoint(Examples.START, 1, 0.5);
    MetricPoint late = new MetricPoint(Examples.START + 1, 2, 0.25);
    try (RunImport run = RunImport.begin(root, STUDY, ID)) {
      run.points("train/loss", List.of(late, early));
      run.complete("r", "", RunState.RUNNING, Examples.START, 0);
    }

    assertThat(new FolderRuns(root).find(ID).orElseThrow().history("train/loss"))
        .containsExactly(early, late);
  }

  @Test
  void remainsOfAKilledImportAreReplaced() throws IOException {
    try (RunImport killed = RunImport.begin(root, STUDY, ID)) {
      killed.points("left", List.of(new MetricPoint(Examples.START, 1, 0.5)));
      Files.writeString(killed.folder().artifacts().resolve("half.bin"), "ha");
    }

    try (RunImport run = RunImport.begin(root, STUDY, ID)) {
      run.complete("r", "", RunState.RUNNING, Examples.START, 0);
    }

    RecordedRun run = new FolderRuns(root).find(ID).orElseThrow();
    assertThat(run.latestMetrics()).isEmpty();
    assertThat(run.artifacts()).isEmptyDirectory();
  }

  @Test
  void onlyOneImportAtATimeUsesAFolder() throws IOException {
    try (RunImport first = RunImport.begin(root, STUDY, ID)) {
      assertThat(first.folder().id()).isEqualTo(ID);
      assertThatThrownBy(() -> RunImport.begin(root, STUDY, "f".repeat(32)))
          .isInstanceOf(SpotInputException.class)
          .hasMessageContaining("another process is importing a run into " + root);
    }

    RunImport.begin(root, STUDY, "f".repeat(32)).close();
  }

  @Test
  void aFailedImportReleasesTheLock() throws IOException {
    Path experiment;
    try (RunImport run = RunImport.begin(root, STUDY, ID)) {
      experiment = run.folder().experiment();
    }
    Files.createDirectories(root.resolve(".trash"));
    Files.move(experiment, root.resolve(".trash").resolve(experiment.getFileName()));

    assertThatThrownBy(() -> RunImport.begin(root, STUDY, ID))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("was deleted");
    RunImport.begin(root, new RunImport.Target("other", Map.of(), Examples.START), ID).close();
  }
}
