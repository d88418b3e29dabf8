package org.spotrl.cli.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.spotrl.api.env.Environment;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.api.env.StepResult;
import org.spotrl.api.random.RandomSequence;

class EnvironmentBenchmarkTest {

  @Test
  void allStepsOfAllWindowsAreTakenAndEndedEpisodesAreReset() {
    Counted environment = new Counted();

    double speed = EnvironmentBenchmark.stepsPerCpuSecond(environment, 3, 1000);

    assertThat(speed).isPositive();
    assertThat(environment.steps).isEqualTo(20_000 + 3 * 1000);
    // Each run begins with a reset; then one after every tenth step.
    assertThat(environment.resets).isEqualTo(1 + 20_000 / 10 + 3 * (1 + 1000 / 10));
  }

  /** Ends after ten steps, and takes none after its end. */
  static final class Counted implements Environment {

    int steps;
    private int resets;
    private int left;

    @Override
    public EnvironmentSpec specification() {
      return new EnvironmentSpec("counted", 1, 2, 1.0, 10, new ReferenceScores(0, 1));
    }

    @Override
    public double[] reset(RandomSequence random) {
      resets++;
      left = 10;
      return new double[1];
    }

    @Override
    public StepResult step(double[] action) {
      assertThat(left).isPositive();
      assertThat(action).hasSize(2);
      assertThat(action[0]).isBetween(-1.0, 1.0);
      steps++;
      left--;
      return new StepResult(new double[1], 0, false, left == 0);
    }

    @Override
    public void close() {}
  }
}
