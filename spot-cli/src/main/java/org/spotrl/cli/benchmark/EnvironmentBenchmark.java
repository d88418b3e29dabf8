package org.spotrl.cli.benchmark;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.spotrl.api.env.Environment;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.experiments.measure.ProcessClock;
import org.spotrl.experiments.measure.ProcessTime;

/**
 * Times the steps of an environment under uniform random actions, resets included.
 * benchmarks/gymnasium_steps.py does the same with Gymnasium.
 */
public final class EnvironmentBenchmark {

  private static final ProcessClock CLOCK = ProcessClock.system();
  private static final int WARM_UP_STEPS = 20_000;

  private EnvironmentBenchmark() {}

  /**
   * Steps for each second of CPU time; the median over windows.
   *
   * @param windows how many windows are timed
   * @param steps steps of a window
   */
  public static double stepsPerCpuSecond(Environment environment, int windows, int steps) {
    RandomStream random = RandomStream.of(0, "environment benchmark");
    run(environment, random.child("warm-up"), WARM_UP_STEPS);
    double[] speeds =
        IntStream.range(0, windows)
            .mapToDouble(
                window -> {
                  RandomStream own = random.child("window " + window);
                  ProcessTime start = CLOCK.now();
                  run(environment, own, steps);
                  return steps / CLOCK.now().minus(start).cpuSeconds();
                })
            .sorted()
            .toArray();
    return speeds[speeds.length / 2];
  }

  private static void run(Environment environment, RandomStream random, int steps) {
    RandomSequence actions = random.child("actions").at(0);
    double[] action = new double[environment.specification().actionDim()];
    int episode = 0;
    environment.reset(random.at(episode));
    for (int step = 0; step < steps; step++) {
      Arrays.setAll(action, i -> actions.nextUniform(-1, 1));
      if (environment.step(action).done()) {
        episode++;
        environment.reset(random.at(episode));
      }
    }
  }
}
