package org.spotrl.studies.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;

class RunKeysTest {

  @TempDir private Path temp;

  @Test
  void aKeyIsFoundByItsUniqueEnd() {
    TestRuns runs = new TestRuns(temp.resolve("mlruns"));
    runs.started("td3", 0, Map.of("a.updates", "1", "b.updates", "2", "a.beta", "3"))
        .metrics(1, Map.of("train/q", 1.0, "seconds", 2.0));
    RunKeys keys = new RunKeys(runs.records());

    assertThat(keys.find("beta")).isEqualTo("a.beta");
    assertThat(keys.find("q")).isEqualTo("train/q");
    assertThat(keys.metric("q")).isEqualTo("train/q");
    assertThatThrownBy(() -> keys.find("updates"))
        .isInstanceOf(SpotInputException.class)
        .hasMessage("'updates' is ambiguous: a.updates or b.updates; give the full name");
    assertThatThrownBy(() -> keys.metric("train/p"))
        .isInstanceOf(SpotInputException.class)
        .hasMessage(
            "none of these runs has a metric 'train/p'; did you mean 'train/q'?; there are seconds, train/q");
  }

  @Test
  void numbersAreSortedByValueAndRunsWithoutAValueComeLast() {
    TestRuns runs = new TestRuns(temp.resolve("mlruns"));
    runs.finished("td3", 10, 5);
    runs.finished("td3", 9, 7);
    runs.finished("bc", 9, -20);
    runs.started("bc", 1, Map.of());

    assertThat(RunKeys.sorted(runs.records(), List.of("algorithm", "-seed")))
        .extracting(run -> run.run().name())
        .containsExactly("bc-s9", "bc-s1", "td3-s10", "td3-s9");
    assertThat(RunKeys.sorted(runs.records(), List.of("-score")))
        .extracting(run -> run.run().name())
        .containsExactly("td3-s9", "td3-s10", "bc-s9", "bc-s1");
  }
}
