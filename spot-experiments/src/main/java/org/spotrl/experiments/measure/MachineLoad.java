package org.spotrl.experiments.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The machine's load under the names that MLflow's page of system metrics shows, and this process's
 * share of it. What a system does not tell is left out. Not thread-safe.
 */
public final class MachineLoad implements Supplier<Map<String, Double>> {

  private static final String PREFIX = "system/";

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final Path proc;
  private final Path folder;
  private final ProcessClock clock;
  private final ProcessMemory memory;
  private final Traffic trafficBefore;
  private ProcessTime last;

  /** Bytes that all network interfaces of the machine have moved. */
  private record Traffic(double received, double transmitted) {}

  /**
   * The load of this machine.
   *
   * @param folder the disk that it lies on is the one that is told of
   */
  public static MachineLoad ofThisMachine(Path folder, ProcessClock clock, ProcessMemory memory) {
    return new MachineLoad(Path.of("/proc"), folder, clock, memory);
  }

  MachineLoad(Path proc, Path folder, ProcessClock clock, ProcessMemory memory) {
    this.proc = proc;
    this.folder = folder;
    this.clock = clock;
    this.memory = memory;
    this.trafficBefore = traffic();
    this.last = clock.now();
    // The first answer is of no use: it tells of the time since an earlier question.
    system.getCpuLoad();
  }

  /** The figures of this moment; those of processors tell of the time since the last call. */
  @Override
  public Map<String, Double> get() {
    Map<String, Double> load = new TreeMap<>(memory.sample());
    putProcessors(load);
    putMemory(load);
    putDisk(load);
    putNetwork(load);
    return load;
  }

  private void putProcessors(Map<String, Double> load) {
    double machine = system.getCpuLoad();
    if (machine >= 0) {
      load.put(PREFIX + "cpu_utilization_percentage", 100 * machine);
    }
    ProcessTime now = clock.now();
    ProcessTime since = now.minus(last);
    if (since.wallNanos() > 0) {
      load.put(
          PREFIX + "process_cpu_utilization_percentage",
          100.0 * since.cpuNanos() / since.wallNanos());
    }
    last = now;
  }

  private void putMemory(Map<String, Double> load) {
    List<String> lines = ProcFile.lines(proc.resolve("meminfo"));
    // Free memory on Linux leaves out what its caches would give back.
    double total = ProcFile.megabytes(lines, "MemTotal").orElse(system.getTotalMemorySize() * 1e-6);
    double available =
        ProcFile.megabytes(lines, "MemAvailable").orElse(system.getFreeMemorySize() * 1e-6);
    load.put(PREFIX + "system_memory_usage_megabytes", total - available);
    load.put(PREFIX + "system_memory_usage_percentage", 100 * (total - available) / total);
  }

  private void putDisk(Map<String, Double> load) {
    try {
      FileStore disk = Files.getFileStore(folder);
      double total = disk.getTotalSpace() * 1e-6;
      double used = total - disk.getUnallocatedSpace() * 1e-6;
      load.put(PREFIX + "disk_usage_megabytes", used);
      load.put(PREFIX + "disk_usage_percentage", 100 * used / total);
      load.put(PREFIX + "disk_available_megabytes", disk.getUsableSpace() * 1e-6);
    } catch (IOException e) {
      // Some network disks do not tell.
    }
  }

  private void putNetwork(Map<String, Double> load) {
    if (Files.isReadable(proc.resolve("net/dev"))) {
      Traffic now = traffic();
      load.put(
          PREFIX + "network_receive_megabytes", (now.received - trafficBefore.received) * 1e-6);
      load.put(
          PREFIX + "network_transmit_megabytes",
          (now.transmitted - trafficBefore.transmitted) * 1e-6);
    }
  }

  /** The first and the ninth number of each interface's line, {@code eth0: 123 ...}. */
  private Traffic traffic() {
    double received = 0;
    double transmitted = 0;
    for (String line : ProcFile.lines(proc.resolve("net/dev"))) {
      String[] words = line.strip().split("[:\\s]+", -1);
      if (line.contains(":") && words.length > 9) {
        received += Double.parseDouble(words[1]);
        transmitted += Double.parseDouble(words[9]);
      }
    }
    return new Traffic(received, transmitted);
  }
}
