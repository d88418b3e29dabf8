package org.spotrl.experiments.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.spotrl.api.host.ExternalCommand;

/**
 * Memory of this process, and its peak over all processes of a run: the resident set, that is all
 * memory it holds, TensorFlow's and MuJoCo's included, and Java's heap. In megabytes of a million
 * bytes, as MLflow has them. Safe for use by many threads.
 */
public final class ProcessMemory implements Measured {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String RESIDENT = "memory.resident_peak_megabytes";
  private static final String HEAP = "memory.heap_peak_megabytes";

  private final Path proc;
  private final Residence elsewhere;
  private double residentPeak;
  private double heapPeak;

  /** Tells the resident set of this process in megabytes where there is no /proc. */
  @FunctionalInterface
  interface Residence {
    OptionalDouble megabytes();
  }

  /** The memory of this process. */
  public static ProcessMemory ofThisProcess() {
    return new ProcessMemory(Path.of("/proc"), ProcessMemory::residentByPs);
  }

  ProcessMemory(Path proc, Residence elsewhere) {
    this.proc = proc;
    this.elsewhere = elsewhere;
  }

  /** What it holds now; the resident set is absent on systems that do not tell (Windows). */
  public synchronized Map<String, Double> sample() {
    Map<String, Double> sample = new TreeMap<>();
    resident().ifPresent(value -> sample.put("system/process_memory_megabytes", value));
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
  public synchronized void goOnFrom(Map<String, Double> measures) {
    residentPeak = Math.max(residentPeak, measures.getOrDefault(RESIDENT, 0.0));
    heapPeak = Math.max(heapPeak, measures.getOrDefault(HEAP, 0.0));
  }

  private void update() {
    resident();
    ProcFile.megabytes(status(), "VmHWM").ifPresent(this::reachResident);
    double pools = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        pools += pool.getPeakUsage().getUsed() * 1e-6;
      }
    }
    heapPeak = Math.max(heapPeak, pools);
  }

  private OptionalDouble resident() {
    OptionalDouble told = ProcFile.megabytes(status(), "VmRSS");
    OptionalDouble now = told.isPresent() ? told : elsewhere.megabytes();
    now.ifPresent(this::reachResident);
    return now;
  }

  private void reachResident(double megabytes) {
    residentPeak = Math.max(residentPeak, megabytes);
  }

  private List<String> status() {
    return ProcFile.lines(proc.resolve("self/status"));
  }

  /** By the system's own program, as macOS and the BSDs have it; it tells units of 1024 bytes. */
  private static OptionalDouble residentByPs() {
    String id = Long.toString(ProcessHandle.current().pid());
    return ExternalCommand.of("ps", "-o", "rss=", "-p", id)
        .output(LIMIT)
        .map(String::strip)
        .filter(text -> text.matches("\\d+"))
        .map(text -> OptionalDouble.of(Long.parseLong(text) * 1024 * 1e-6))
        .orElse(OptionalDouble.empty());
  }
}
