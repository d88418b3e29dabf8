package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spotrl.api.error.SpotStoppedException;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.experiments.run.StopSignal.Outcome;

class StopSignalTest {

  @Test
  void aRunThatHasNotBegunDoesNotBegin() {
    StopSignal stop = new StopSignal();

    assertThat(stop.request()).isEqualTo(Outcome.NOTHING_TO_SAVE);

    assertThatThrownBy(() -> stop.enter(Outcome.CHECKPOINT))
        .isInstanceOf(SpotStoppedException.class);
    assertThatThrownBy(stop::check).isInstanceOf(SpotStoppedException.class);
    assertThat(stop.request()).isEqualTo(Outcome.NOTHING_TO_SAVE);
  }

  @Test
  void aTrainedRunRecordsItsResultsAndNoOtherRunBegins() {
    StopSignal stop = new StopSignal();
    stop.enter(Outcome.CHECKPOINT);
    assertThat(stop.request()).isEqualTo(Outcome.CHECKPOINT);

    stop.enter(Outcome.RESULTS);

    assertThat(stop.request()).isEqualTo(Outcome.RESULTS);
    assertThatThrownBy(() -> stop.enter(Outcome.NOTHING_TO_SAVE))
        .isInstanceOf(SpotStoppedException.class);
  }

  @Test
  void theOtherSignalHasTheSameOutcome() {
    StopSignal process = new StopSignal();

    new StopSignal(process).enter(Outcome.CHECKPOINT);

    assertThat(process.request()).isEqualTo(Outcome.CHECKPOINT);
  }

  @Test
  void aListenerEndsTheReportingWork() {
    StopSignal stop = new StopSignal();
    List<Long> heard = new ArrayList<>();
    ProgressListener listener = stop.ending((activity, done, total, figures) -> heard.add(done));

    listener.report("collecting", 1, 3, Map.of());
    stop.request();

    assertThatThrownBy(() -> listener.report("collecting", 2, 3, Map.of()))
        .isInstanceOf(SpotStoppedException.class);
    assertThat(heard).containsExactly(1L);
  }

  @Test
  void aSignalIsRaisedByTheOtherOneButNotTheReverse() {
    StopSignal outer = new StopSignal();
    StopSignal inner = new StopSignal(outer);

    inner.request();
    assertThat(inner.isRequested()).isTrue();
    assertThat(outer.isRequested()).isFalse();

    StopSignal other = new StopSignal(outer);
    assertThat(other.isRequested()).isFalse();
    outer.request();
    assertThat(other.isRequested()).isTrue();
  }
}
