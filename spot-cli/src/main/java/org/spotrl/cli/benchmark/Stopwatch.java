package org.spotrl.cli.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Wall and CPU time of the process. */
final class Stopwatch {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Stopwatch() {}

  /**
   * The time that the work took.
   *
   * @param wallNanos on the clock
   * @param cpuNanos of all threads of the process
   */
  record Reading(long wallNanos, long cpuNanos) {}

  static Reading time(Runnable work) {
    long cpu = SYSTEM.getProcessCpuTime();
    long wall = System.nanoTime();
    work.run();
    return new Reading(System.nanoTime() - wall, SYSTEM.getProcessCpuTime() - cpu);
  }
}
