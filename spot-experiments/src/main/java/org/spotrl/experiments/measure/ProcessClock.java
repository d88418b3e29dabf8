package org.spotrl.experiments.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Measures the time since this process started. */
@FunctionalInterface
public interface ProcessClock {

  /** Wall and CPU time since the start; never decreases. */
  ProcessTime now();

  /** The clock of this Java process. */
  static ProcessClock system() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long uptime = ManagementFactory.getRuntimeMXBean().getUptime() * 1_000_000;
    // Uptime has a resolution of milliseconds and changes when the system's clock is set.
    long start = System.nanoTime() - uptime;
    return () -> new ProcessTime(System.nanoTime() - start, system.getProcessCpuTime());
  }
}
