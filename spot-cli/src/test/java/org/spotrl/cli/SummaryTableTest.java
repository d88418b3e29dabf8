package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTableTest {

  private static final Path ROOT = Path.of("mlruns").toAbsolutePath();

  @Test
  void runsThatDifferByTheirSeedAreSummedUp() {
    List<String> lines =
        RunSeries.table(
            List.of(
                Summaries.done("mazes", "spot-umaze-s0", ROOT, 90.0, 110.0),
                Summaries.done("mazes", "spot-umaze-s1", ROOT, 60.0, 60.0),
                Summaries.done("mazes", "bc-umaze-s0", ROOT, 4.0),
                Summaries.stopped("spot-umaze-s2", ROOT)));

    // Scores 50 and 30: mean 40, sample deviation sqrt((10^2 + 10^2) / 1) = 14.1.
    assertThat(String.join("\n", lines))
        .isEqualTo(
            """
            run                      updates           return                        score  behaviour  updates/s        time
            spot-umaze-s0             60,000  100.00 +- 10.00                         50.0       12.3        813  4 min 05 s
            spot-umaze-s1             60,000    60.00 +- 0.00                         30.0       12.3        813  4 min 05 s
            bc-umaze-s0               60,000     4.00 +- 0.00                          2.0       12.3        813  4 min 05 s
            spot-umaze-s2             60,000                -                            -       12.3        813  4 min 05 s
            spot-umaze over 2 seeds                            40.0 +- 14.1 (30.0 to 50.0)""");
  }

  @Test
  void runsOfTwoStudiesAreNotMixed() {
    assertThat(
            RunSeries.table(
                List.of(
                    Summaries.done("mazes", "spot-s0", ROOT, 1.0),
                    Summaries.done("others", "spot-s0", ROOT, 2.0))))
        .hasSize(3)
        .noneMatch(line -> line.contains("over 2 seeds"));
  }
}
