package org.spotrl.experiments.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.spotrl.api.learning.TrainingPhase;

class RunTimesTest {

  // Seconds as doubles lose the last bits of nanoseconds.
  private static final Offset<Double> EXACT = within(1e-12);

  private final FakeClock clock = new FakeClock();

  @Test
  void aWindowCoversThePhaseSinceTheLastOne() {
    RunTimes watch = new RunTimes(clock, ProcessTime.ZERO);
    Phase policy = new Phase("policy", 0.5, 0.75);
    watch.training(policy, 10);
    watch.training(policy, 30);

    // 40 updates in 1 s of wall time.
    assertThat(watch.window(policy))
        .containsOnly(Map.entry("time/policy_updates_per_second", 40.0));

    watch.training(policy, 5);
    assertThat(watch.window(policy)).containsEntry("time/policy_updates_per_second", 10.0);
    assertThat(watch.window(policy)).as("no update in it").isEmpty();
  }

  @Test
  void timeBetweenChunksIsNotTraining() {
    RunTimes watch = new RunTimes(clock, ProcessTime.ZERO);
    Phase policy = new Phase("policy", 2, 3);
    watch.training(policy, 50);
    clock.pass(100, 100);
    watch.training(policy, 50);

    assertThat(watch.phaseTotals(policy))
        .containsOnly(
            Map.entry("time/policy_seconds", 4.0),
            Map.entry("time/policy_cpu_seconds", 6.0),
            Map.entry("time/policy_updates_per_second_overall", 25.0));
    assertThat(watch.updatesPerSecond(policy)).isEqualTo(25.0);
    assertThat(watch.updatesPerSecond(new Phase("other", 1, 1))).isZero();
  }

  @Test
  void theTotalTimeIsTheSumOfItsActivities() {
    // 2 s of another run, then this run.
    clock.pass(5, 9);
    ProcessTime begun = clock.now();
    clock.pass(1, 2);
    RunTimes watch = new RunTimes(clock, begun);
    watch.during(RunTimes.DATA, () -> clock.pass(10, 11));
    clock.pass(2, 3);
    watch.startupEnds();
    watch.training(new Phase("density", 20, 30), 100);
    watch.training(new Phase("policy", 40, 60), 100);
    watch.during(RunTimes.EVALUATION, () -> clock.pass(3, 6));
    assertThat(watch.<String>during(RunTimes.ANALYSIS, () -> passing(1, 1))).isEqualTo("done");
    watch.during(RunTimes.CHECKPOINT, () -> clock.pass(0.25, 0.125));
    clock.pass(0.75, 0.875);

    assertThat(watch.totals())
        .containsOnly(
            Map.entry("time/total_seconds", 78.0),
            Map.entry("time/total_cpu_seconds", 114.0),
            Map.entry("time/total_training_seconds", 60.0),
            Map.entry("time/total_training_cpu_seconds", 90.0),
            Map.entry("time/total_startup_seconds", 3.0),
            Map.entry("time/total_data_seconds", 10.0),
            Map.entry("time/total_evaluation_seconds", 3.0),
            Map.entry("time/total_analysis_seconds", 1.0),
            Map.entry("time/total_checkpoint_seconds", 0.25));
    assertThat(watch.totalSeconds()).isEqualTo(78.0);
  }

  @Test
  void timesAddUpOverTheProcessesOfARun() {
    RunTimes first = new RunTimes(clock, ProcessTime.ZERO);
    clock.pass(3, 4);
    first.startupEnds();
    Phase policy = new Phase("policy", 10, 20);
    first.training(policy, 100);
    first.during(RunTimes.EVALUATION, () -> clock.pass(1, 2));
    Map<String, Double> saved = first.measures();

    // Another process with a new clock; measures of other quantities are ignored.
    FakeClock later = new FakeClock();
    RunTimes second = new RunTimes(later, ProcessTime.ZERO);
    later.pass(5, 6);
    Map<String, Double> all = new HashMap<>(saved);
    all.put("best.normalized_score", 50.0);
    second.resumeFrom(all);
    second.startupEnds();
    second.training(new Phase("policy", later, 30, 40), 100);

    assertThat(second.window(policy))
        .as("of this process alone")
        .hasEntrySatisfying(
            "time/policy_updates_per_second", v -> assertThat(v).isCloseTo(100 / 30.0, EXACT));
    assertThat(second.totals())
        .containsEntry("time/total_startup_seconds", 8.0)
        .containsEntry("time/total_training_seconds", 40.0)
        .containsEntry("time/total_training_cpu_seconds", 60.0)
        .containsEntry("time/total_evaluation_seconds", 1.0)
        // 3 + 10 + 1 and 5 + 30
        .containsEntry("time/total_seconds", 49.0)
        // 4 + 20 + 2 and 6 + 40
        .containsEntry("time/total_cpu_seconds", 72.0);
    assertThat(second.updatesPerSecond(policy)).isCloseTo(200 / 40.0, EXACT);
    assertThat(second.measures()).doesNotContainKey("best.normalized_score");
  }

  @Test
  void afterACheckpointWithoutTimesCountingStartsAtZero() {
    RunTimes watch = new RunTimes(clock, ProcessTime.ZERO);
    watch.resumeFrom(Map.of(RunTimes.TOTAL, 3_600.0));
    Phase policy = new Phase("policy", 2, 2);
    watch.training(policy, 10);

    assertThat(watch.totalSeconds()).isEqualTo(3_602.0);
    assertThat(watch.updatesPerSecond(policy)).isEqualTo(5.0);
  }

  private String passing(double wall, double cpu) {
    clock.pass(wall, cpu);
    return "done";
  }

  /** A phase whose chunks all take the same time. */
  private final class Phase implements TrainingPhase {
    private final String name;
    private final FakeClock clock;
    private final double wall;
    private final double cpu;

    Phase(String name, double wall, double cpu) {
      this(name, RunTimesTest.this.clock, wall, cpu);
    }

    Phase(String name, FakeClock clock, double wall, double cpu) {
      this.name = name;
      this.clock = clock;
      this.wall = wall;
      this.cpu = cpu;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long updates() {
      return 1_000;
    }

    @Override
    public long completed() {
      return 0;
    }

    @Override
    public boolean trainsPolicy() {
      return true;
    }

    @Override
    public Map<String, Double> train(int count) {
      clock.pass(wall, cpu);
      return Map.of();
    }
  }
}
