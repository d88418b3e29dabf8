package org.spotrl.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.spotrl.api.error.SpotInputException;

class StepLogTest {

  private static final double[] ACTION = {0.5};

  @Test
  void theNextRowIsTheNextObservation() {
    StepLog log = new StepLog("log", 1, 1, 3);
    log.add(new double[] {1}, new double[] {0.1}, 10, false, false);
    log.add(new double[] {2}, new double[] {0.2}, 20, true, false);
    log.add(new double[] {3}, new double[] {0.3}, 30, false, false);

    Dataset data = log.toTransitions();

    assertThat(data.name()).isEqualTo("log");
    assertThat(data.observations()).containsExactly(1, 2);
    assertThat(data.actions()).containsExactly(0.1f, 0.2f);
    assertThat(data.rewards()).containsExactly(10, 20);
    assertThat(data.nextObservations()).containsExactly(2, 3);
    assertThat(data.terminals()).containsExactly(false, true);
    assertThat(data.timeouts()).containsExactly(false, false);
  }

  @Test
  void aTimeoutRowIsDroppedAndTheRowBeforeItMarksTheCut() {
    StepLog log = new StepLog("log", 1, 1, 4);
    log.add(new double[] {1}, ACTION, 0, false, false);
    log.add(new double[] {2}, ACTION, 0, false, true);
    log.add(new double[] {3}, ACTION, 0, false, false);
    log.add(new double[] {4}, ACTION, 0, false, true);

    Dataset data = log.toTransitions();

    assertThat(data.observations()).containsExactly(1, 3);
    assertThat(data.nextObservations()).containsExactly(2, 4);
    assertThat(data.timeouts()).containsExactly(true, true);
  }

  @Test
  void aTerminalBeforeATimeoutRowStaysATerminalOnly() {
    StepLog log = new StepLog("log", 1, 1, 3);
    log.add(new double[] {1}, ACTION, 0, true, false);
    log.add(new double[] {2}, ACTION, 0, false, true);
    log.add(new double[] {3}, ACTION, 0, false, false);

    Dataset data = log.toTransitions();

    assertThat(data.observations()).containsExactly(1);
    assertThat(data.terminals()).containsExactly(true);
    assertThat(data.timeouts()).containsExactly(false);
  }

  @Test
  void aLogWithoutAnyTransitionIsRefused() {
    StepLog log = new StepLog("short", 1, 1, 2);
    assertThatThrownBy(log::toTransitions)
        .isInstanceOf(SpotInputException.class)
        .hasMessage("data set 'short' has no transitions");
    log.add(new double[] {1}, ACTION, 0, false, true);
    log.add(new double[] {2}, ACTION, 0, false, false);
    assertThatThrownBy(log::toTransitions).isInstanceOf(SpotInputException.class);
  }

  @Test
  void aFullLogSaysSo() {
    StepLog log = new StepLog("log", 1, 1, 1);
    log.add(new double[] {1}, ACTION, 7, false, false);

    assertThatThrownBy(() -> log.add(new double[] {2}, ACTION, 0, false, false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("log 'log' is full: it has room for 1 steps");
    assertThat(log.size()).isEqualTo(1);
    assertThat(log.rewards()).containsExactly(7);
  }

  @Test
  void arraysOfAnotherLengthAreRefusedWithTheirStep() {
    StepLog log = new StepLog("log", 2, 1, 5);
    log.add(new double[2], ACTION, 0, false, false);

    assertThatThrownBy(() -> log.add(new double[3], ACTION, 0, false, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("log 'log': step 1 has an observation of 3 numbers, not 2");
    assertThatThrownBy(() -> log.add(new double[2], new double[0], 0, false, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("log 'log': step 1 has an action of 0 numbers, not 1");
  }

  @Test
  void aSizeThatNoArrayHoldsIsRefused() {
    assertThatThrownBy(() -> new StepLog("big", 100, 1, 100_000_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a log of 100000000 steps with observations of 100");
    assertThatThrownBy(() -> new StepLog("negative", 1, 1, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
