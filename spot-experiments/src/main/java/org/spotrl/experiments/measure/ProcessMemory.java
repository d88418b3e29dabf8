package org.spotrl.experiments.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import oshi.SystemInfo;
import oshi.software.os.OperatingSystem;
import oshi.util.FileUtil;
import oshi.util.ParseUtil;

/**
 * Memory of this process, and the peak over all processes of a run: the resident set, which
 * includes TensorFlow and MuJoCo, and Java's heap. In megabytes of 10^6 bytes, as in MLflow.
 * Thread-safe.
 */
public final class ProcessMemory implements Measured {

  private static final String RESIDENT = "memory.resident_peak_megabytes";
  private static final String HEAP = "memory.heap_peak_megabytes";

  private final Path linuxStatus;
  private final LongSupplier residentBytes;
  private double residentPeak;
  private double heapPeak;

  /** Loaded only if needed, because it takes half a second. */
  private static final class Oshi {
    static final OperatingSystem SYSTEM = new SystemInfo().getOperatingSystem();
  }

  /** The memory of this process. */
  public static ProcessMemory ofThisProcess() {
    return new ProcessMemory(Path.of("/proc/self/status"), ProcessMemory::residentBytes);
  }

  ProcessMemory(Path linuxStatus, LongSupplier residentBytes) {
    this.linuxStatus = linuxStatus;
    this.residentBytes = residentBytes;
  }

  /** The current memory; without the resident set if the system does not report it. */
  public synchronized Map<String, Double> sample() {
    Map<String, Double> sample = new TreeMap<>();
    double resident = megabytes("VmRSS");
    if (resident > 0) {
      residentPeak = Math.max(residentPeak, resident);
      sample.put("system/process_memory_megabytes", resident);
    }
    sample.put(
        "system/java_heap_megabytes",
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() * 1e-6);
    return sample;
  }

  /** The peaks so far. */
  public synchronized Map<String, Double> peaks() {
    update();
    Map<String, Double> peaks = new TreeMap<>();
    if (residentPeak > 0) {
      peaks.put("system/peak_memory_megabytes", residentPeak);
    }
    peaks.put("system/peak_java_heap_megabytes", heapPeak);
    return peaks;
  }

  @Override
  public synchronized Map<String, Double> measures() {
    update();
    return Map.of(RESIDENT, residentPeak, HEAP, heapPeak);
  }

  @Override
  public synchronized void resumeFrom(Map<String, Double> measures) {
    residentPeak = Math.max(residentPeak, measures.getOrDefault(RESIDENT, 0.0));
    heapPeak = Math.max(heapPeak, measures.getOrDefault(HEAP, 0.0));
  }

  private void update() {
    residentPeak = Math.max(residentPeak, megabytes("VmHWM"));
    double pools = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        pools += pool.getPeakUsage().getUsed() * 1e-6;
      }
    }
    heapPeak = Math.max(heapPeak, pools);
  }

  /** A line of Linux's /proc/self/status, which also has the true peak; elsewhere oshi's value. */
  private double megabytes(String linuxName) {
    String kilobytes = FileUtil.getKeyValueMapFromFile(linuxStatus.toString(), ":").get(linuxName);
    return kilobytes == null
        ? residentBytes.getAsLong() * 1e-6
        : ParseUtil.parseLongOrDefault(kilobytes.replace(" kB", ""), 0) * 1024 * 1e-6;
  }

  private static long residentBytes() {
    try {
      return Oshi.SYSTEM.getCurrentProcess().getResidentMemory();
    } catch (LinkageError e) {
      // oshi's JNA cannot load its native library.
      return 0;
    }
  }
}
