package org.spotrl.experiments.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Normalizer;
import org.spotrl.api.diagnostic.DiagnosticMoment;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.folder.FolderTracker;

class EpisodeTableTest {

  private static final EvaluationResult RESULT =
      new EvaluationResult(List.of(2.0, 5.0), List.of(7, 9), 1.5, new ReferenceScores(0, 10));

  @TempDir private Path folder;

  @Test
  void eachEpisodeIsARowWithItsScore() {
    TrackedRun run = mock(TrackedRun.class);
    when(run.workFolder()).thenReturn(folder);

    add(new EpisodeTable(), run, 500);

    verify(run)
        .table(
            "tables/evaluation.json",
            List.of("step/episode", "return", "normalized_score", "length", "step", "episode"),
            List.of(
                List.of("500/0", 2.0, 20.0, 7, 500L, 0), List.of("500/1", 5.0, 50.0, 9, 500L, 1)));
  }

  @Test
  void aResumedRunKeepsTheRowsUpToItsCheckpointAndMakesTheOthersAgain() throws IOException {
    TrackedRun run = tracked();
    EpisodeTable whole = new EpisodeTable();
    add(whole, run, 500);
    add(whole, run, 1000);
    add(whole, run, 1500);
    String text = Files.readString(run.workFolder().resolve("tables/evaluation.json"));

    EpisodeTable resumed = new EpisodeTable();
    add(resumed, run, 1000);
    add(resumed, run, 1500);

    assertThat(run.workFolder().resolve("tables/evaluation.json")).hasContent(text);
    assertThat(text.lines().filter(line -> line.startsWith("[\"1000/"))).hasSize(2);
  }

  @Test
  void aTableWithItsColumnsInAnotherOrderIsContinued() {
    TrackedRun run = tracked();
    run.table(
        "tables/evaluation.json",
        List.of("step", "episode", "return", "length", "normalized_score"),
        List.of(List.of(500L, 0, 2.0, 7, 20.0), List.of(500L, 1, 5.0, 9, 50.0)));

    add(new EpisodeTable(), run, 1000);

    assertThat(run.workFolder().resolve("tables/evaluation.json"))
        .content()
        .contains("[\"500/0\",2.0,20.0,7,500,0]", "[\"500/1\",5.0,50.0,9,500,1]", "[\"1000/1\",");
  }

  @Test
  void aDamagedTableIsToldWithItsPathAndTheRemedy() throws IOException {
    TrackedRun run = tracked();
    run.text("tables/evaluation.json", "{\"columns\": [\"step\"], \"data\": [[1]]}");

    assertThatThrownBy(() -> add(new EpisodeTable(), run, 1000))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("evaluation.json")
        .hasMessageContaining("no column 'episode'")
        .hasMessageContaining("restore it, or remove it");
  }

  private static void add(EpisodeTable table, TrackedRun run, long updates) {
    Dataset data = Dataset.empty("none", 1, 1);
    DiagnosticMoment moment =
        new DiagnosticMoment(
            updates,
            Optional.of(RESULT),
            data,
            Normalizer.identity(1),
            new TaskShape(1, 1, 1),
            0,
            Optional.empty());
    table.record(moment, mock(Learner.class), run);
  }

  private TrackedRun tracked() {
    return new FolderTracker(folder.resolve("mlruns"))
        .start(new RunDescription("study", "a", "", Map.of(), Map.of(), "spot"));
  }
}
