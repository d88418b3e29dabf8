package org.spotrl.cli.benchmark;

import java.nio.file.Path;
import java.util.Locale;
import org.spotrl.api.data.Dataset;
import org.spotrl.data.format.StepTable;
import org.spotrl.experiments.measure.ProcessClock;
import org.spotrl.experiments.measure.ProcessMemory;
import org.spotrl.experiments.measure.ProcessTime;

/** Times the loading of a D4RL file, as a run does it. */
public final class LoadBenchmark {

  private static final int TIME_LIMIT = 1000;

  private LoadBenchmark() {}

  /**
   * Loads a file twice; the lines to print. The first load has Java's start in it: it reads and
   * compiles the classes, as Python does when it imports modules.
   */
  public static String run(Path file) {
    return "first load: %s%nsecond load: %s".formatted(load(file), load(file));
  }

  private static String load(Path file) {
    ProcessClock clock = ProcessClock.system();
    ProcessTime begun = clock.now();
    StepTable steps = StepTable.read(file, false);
    steps.requireSound(Double.POSITIVE_INFINITY, true);
    Dataset data = steps.asD4rl("benchmark", TIME_LIMIT).transitions();
    ProcessTime end = clock.now();
    return String.format(
        Locale.ROOT,
        "%d transitions: %.2f s, %.2f s of processor time, %s",
        data.size(),
        end.wallSeconds() - begun.wallSeconds(),
        end.cpuSeconds() - begun.cpuSeconds(),
        ProcessMemory.ofThisProcess().peaks());
  }
}
