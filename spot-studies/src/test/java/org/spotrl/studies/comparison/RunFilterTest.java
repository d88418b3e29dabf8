package org.spotrl.studies.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;

class RunFilterTest {

  @TempDir private Path temp;
  private TestRuns runs;

  @BeforeEach
  void record() {
    runs = new TestRuns(temp.resolve("mlruns"));
    runs.finished("spot", 2, 90.5);
    runs.finished("spot", 10, 70);
    runs.finished("bc", 2, -3);
    runs.started("bc", 7, Map.of("regularizer.lambda", "1.0e-1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "algorithm=spot | spot-s10 spot-s2",
        "algorithm = SPOT | spot-s10 spot-s2",
        "algorithm!=spot | bc-s2 bc-s7",
        "seed=2.0 | bc-s2 spot-s2",
        "seed<10 | bc-s2 bc-s7 spot-s2",
        "seed<=2 | bc-s2 spot-s2",
        "seed>7 | spot-s10",
        "seed>=7 | bc-s7 spot-s10",
        "final/normalized_score>=70 | spot-s10 spot-s2",
        "score<0 | bc-s2",
        "state=running | bc-s7",
        "name~S2 | bc-s2 spot-s2",
        "lambda=0.1 | bc-s7",
        "lambda!=0.1 | bc-s2 spot-s10 spot-s2",
        "experiment=study | bc-s2 bc-s7 spot-s10 spot-s2",
        "experiment=other | ''",
      })
  void runsThatMeetTheConditionAreKept(String condition, String kept) {
    List<RunRecord> found = RunFilter.filter(runs.records(), List.of(RunFilter.parse(condition)));

    assertThat(found.stream().map(run -> run.run().name()).sorted().toList())
        .isEqualTo(Arrays.stream(kept.split(" ")).filter(name -> !name.isEmpty()).toList());
  }

  @Test
  void allConditionsMustBeMet() {
    assertThat(
            RunFilter.filter(
                runs.records(),
                List.of(RunFilter.parse("algorithm=spot"), RunFilter.parse("seed<3"))))
        .extracting(run -> run.run().name())
        .containsExactly("spot-s2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "seed", "=3", "seed<many", "seed>=", "<"})
  void anInvalidConditionIsRefused(String text) {
    assertThatThrownBy(() -> RunFilter.parse(text))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("--where '" + text + "'");
  }

  @Test
  void anUnknownKeyIsReportedWithTheNearestKey() {
    assertThatThrownBy(() -> RunFilter.filter(runs.records(), List.of(RunFilter.parse("lamda=1"))))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("'lamda'; did you mean 'lambda'?");
  }
}
