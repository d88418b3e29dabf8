package org.spotrl.experiments.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The time that this process has taken since it was started. */
@FunctionalInterface
public interface ProcessClock {

  /** All its time until now; never less than before. */
  ProcessTime now();

  /** The clock of the process that Java runs in. */
  static ProcessClock system() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long uptime = ManagementFactory.getRuntimeMXBean().getUptime() * 1_000_000;
    // Uptime has milliseconds only and follows the wall clock where someone sets it.
    long start = System.nanoTime() - uptime;
    return () -> new ProcessTime(System.nanoTime() - start, system.getProcessCpuTime());
  }
}
