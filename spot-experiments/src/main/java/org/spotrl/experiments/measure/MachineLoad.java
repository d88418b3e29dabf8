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
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;

/**
 * The load of the machine and of this process, with MLflow's names of system metrics. Values that
 * the system does not report are left out. Not thread-safe.
 */
public final class MachineLoad implements Supplier<Map<String, Double>> {

  private static final String PREFIX = "system/";

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final Supplier<HardwareAbstractionLayer> oshi;
  private final Path folder;
  private final ProcessClock clock;
  private final ProcessMemory memory;
  private ProcessTime last;

  /** Set at the first sample, because oshi starts slowly. */
  private @Nullable GlobalMemory machineMemory;

  private List<NetworkIF> networks = List.of();
  private long receivedBefore;
  private long sentBefore;

  /**
   * The load of this machine.
   *
   * @param folder a folder on the disk whose space is reported
   */
  public static MachineLoad ofThisMachine(Path folder, ProcessClock clock, ProcessMemory memory) {
    return new MachineLoad(() -> new SystemInfo().getHardware(), folder, clock, memory);
  }

  MachineLoad(
      Supplier<HardwareAbstractionLayer> oshi,
      Path folder,
      ProcessClock clock,
      ProcessMemory memory) {
    this.oshi = oshi;
    this.folder = folder;
    this.clock = clock;
    this.memory = memory;
    this.last = clock.now();
    // The first value covers the time since an earlier call, so it is dropped.
    system.getCpuLoad();
  }

  /** The current values; those of processors cover the time since the last call. */
  @Override
  public Map<String, Double> get() {
    Map<String, Double> load = new TreeMap<>(memory.sample());
    if (machineMemory == null) {
      HardwareAbstractionLayer hardware = oshi.get();
      machineMemory = hardware.getMemory();
      networks = hardware.getNetworkIFs(true);
      receivedBefore = sum(NetworkIF::getBytesRecv);
      sentBefore = sum(NetworkIF::getBytesSent);
    }
    putProcessors(load);
    putMemory(load, machineMemory);
    putDisk(load);
    putNetwork(load);
    return load;
  }

  private void putProcessors(Map<String, Double> load) {
    double machineLoad = system.getCpuLoad();
    if (machineLoad >= 0) {
      load.put(PREFIX + "cpu_utilization_percentage", 100 * machineLoad);
    }
    ProcessTime now = clock.now();
    ProcessTime since = now.minus(last);
    if (since.wallNanos() > 0) {
      double used = 100.0 * since.cpuNanos() / since.wallNanos();
      load.put(PREFIX + "process_cpu_utilization_percentage", used);
    }
    last = now;
  }

  private static void putMemory(Map<String, Double> load, GlobalMemory memory) {
    double total = memory.getTotal() * 1e-6;
    double used = total - memory.getAvailable() * 1e-6;
    load.put(PREFIX + "system_memory_usage_megabytes", used);
    load.put(PREFIX + "system_memory_usage_percentage", 100 * used / total);
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
      // Some network disks do not report their space.
    }
  }

  private void putNetwork(Map<String, Double> load) {
    if (!networks.isEmpty()) {
      networks.forEach(NetworkIF::updateAttributes);
      double received = (sum(NetworkIF::getBytesRecv) - receivedBefore) * 1e-6;
      double sent = (sum(NetworkIF::getBytesSent) - sentBefore) * 1e-6;
      load.put(PREFIX + "network_receive_megabytes", received);
      load.put(PREFIX + "network_transmit_megabytes", sent);
    }
  }

  private long sum(ToLongFunction<NetworkIF> bytes) {
    return networks.stream().mapToLong(bytes).sum();
  }
}
