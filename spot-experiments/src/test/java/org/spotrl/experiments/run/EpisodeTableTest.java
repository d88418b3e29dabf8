package org.spotrl.experiments.run;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.api.error.SpotInputException;
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

    new EpisodeTable(run, 0).add(500, RESULT);

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
    EpisodeTable whole = new EpisodeTable(run, 0);
    whole.add(500, RESULT);
    whole.add(1000, RESULT);
    whole.add(1500, RESULT);
    String text = Files.readString(run.workFolder().resolve("tables/evaluation.json"));

    EpisodeTable resumed = new EpisodeTable(run, 500);
    resumed.add(1000, RESULT);
    resumed.add(1500, RESULT);

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

    new EpisodeTable(run, 500).add(1000, RESULT);

    assertThat(run.workFolder().resolve("tables/evaluation.json"))
        .content()
        .contains("[\"500/0\",2.0,20.0,7,500,0]", "[\"500/1\",5.0,50.0,9,500,1]", "[\"1000/1\",");
  }

  @Test
  void aDamagedTableIsToldWithItsPathAndTheRemedy() throws IOException {
    TrackedRun run = tracked();
    run.text("tables/evaluation.json", "{\"columns\": [\"step\"], \"data\": [[1]]}");

    assertThatThrownBy(() -> new EpisodeTable(run, 500))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("evaluation.json")
        .hasMessageContaining("no column 'episode'")
        .hasMessageContaining("restore it, or remove it");
  }

  private TrackedRun tracked() {
    return new FolderTracker(folder.resolve("mlruns"))
        .start(new RunDescription("study", "a", "", Map.of(), Map.of(), "spot"));
  }
}
