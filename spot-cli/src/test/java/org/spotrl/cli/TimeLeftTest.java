package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

  private final TimeLeft time = new TimeLeft(10);

  @Test
  void beforeTheLastPhaseOfTheFirstRunThereIsNoEstimate() {
    time.runBegins(100);
    time.runTrains(List.of("density", "policy"));

    assertThat(time.of("collecting", 5, 110)).isEmpty();
    assertThat(time.of("density", 50, 120)).as("the time of the policy phase is unknown").isEmpty();
  }

  @Test
  void theLastPhaseOfTheFirstRunGivesAnEstimate() {
    time.runBegins(100);
    time.runTrains(List.of("density", "policy"));

    // 30 s have passed and 20 s are left: 50 s for each of the other nine runs.
    assertThat(time.of("policy", 20, 130)).hasValue(20 + 9 * 50);
    assertThat(time.run()).isEqualTo("run 1 of 10");
  }

  @Test
  void laterRunsTakeTheAverageTime() {
    time.runBegins(100);
    time.runEnds(160);
    time.runBegins(160);
    time.runEnds(200);
    time.runBegins(200);
    time.runTrains(List.of("density", "policy"));

    // 60 s and 40 s: 50 s a run. Ten of this one have passed, seven more follow.
    assertThat(time.of("density", 5, 210)).hasValue(40 + 7 * 50);
    assertThat(time.of("density", 90, 210)).as("longer than usual").hasValue(90 + 7 * 50);
    assertThat(time.of("policy", 15, 210)).hasValue(15 + 7 * 50);
    assertThat(time.run()).isEqualTo("run 3 of 10");
  }

  @Test
  void aFailedRunGivesNoEstimate() {
    time.runBegins(100);
    time.runBegins(101);

    assertThat(time.of("density", 5, 110)).isEmpty();
    assertThat(time.run()).isEqualTo("run 2 of 10");
  }

  @Test
  void theTimeLeftOfASingleRunIsNotShownTwice() {
    TimeLeft single = new TimeLeft(1);
    single.runBegins(0);
    single.runTrains(List.of("policy"));

    assertThat(single.of("policy", 20, 30)).isEmpty();
    assertThat(single.run()).isEmpty();
  }
}
