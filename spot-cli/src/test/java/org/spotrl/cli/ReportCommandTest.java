package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.format.RunState;
import org.spotrl.studies.report.TestStudy;
import org.spotrl.studies.study.RecordedStudy;

class ReportCommandTest {

  @TempDir private Path temp;
  private Path mlruns;
  private TestStudy study;

  @BeforeEach
  void record() {
    mlruns = temp.resolve("mlruns");
    study = new TestStudy("ablation", mlruns);
    for (int seed = 0; seed < 2; seed++) {
      study.finished("a", "maze", seed, Map.of("algorithm.type", "spot"), 50 + seed);
      study.finished("b", "maze", seed, Map.of("algorithm.type", "iql"), 40);
    }
    study.planned("b", "maze", 2);
    study.record("Text", "a");
  }

  @Test
  void itWritesTheFilesAndStoresThemWithTheStudy() {
    Path out = temp.resolve("out");
    CommandRun run =
        CommandRun.of("report", "ablation", "--in", mlruns.toString(), "--out", out.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "5 runs: 4 finished, 1 not started",
            "note: 1 of 5 runs have no result; see Missing and failed runs.",
            "report     " + out.resolve("report.html"),
            "stored     with the study, under report/");
    RunView record = RecordedStudy.get(study.runs(), "ablation").record();
    assertThat(record.state()).isEqualTo(RunState.FINISHED);
    for (String file :
        new String[] {"report.html", "tables/scores.tex", "figures/differences.png"}) {
      assertThat(out.resolve(file)).isNotEmptyFile();
      assertThat(record.artifact("report/" + file))
          .hasValueSatisfying(bytes -> assertThat(out.resolve(file)).hasBinaryContent(bytes));
    }
  }

  @Test
  void anUnknownStudyIsAnInputError() {
    CommandRun run = CommandRun.of("report", "ablatoin", "--in", mlruns.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("there is no study 'ablatoin' in " + mlruns, "did you mean 'ablation'?");
    assertThat(run.showsStackTrace()).isFalse();
  }

  @Test
  void aFolderThatCannotBeWrittenIsAnInputError() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "");
    CommandRun run =
        CommandRun.of("report", "ablation", "--in", mlruns.toString(), "--out", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("the report cannot be written to " + file, "use --out");
  }
}
