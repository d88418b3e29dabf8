package org.spotrl.experiments.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {

  private static final String PEAK = "system/peak_memory_megabytes";

  @TempDir private Path proc;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectory(proc.resolve("self"));
  }

  @Test
  void linuxTellsResidentSetAndPeak() throws IOException {
    status("VmPeak:\t 9000000 kB\nVmHWM:\t  500000 kB\nVmRSS:\t  250000 kB\n");
    ProcessMemory memory = new ProcessMemory(proc, OptionalDouble::empty);

    // 250,000 * 1024 and 500,000 * 1024 bytes.
    assertThat(memory.sample()).containsEntry("system/process_memory_megabytes", 256.0);
    assertThat(memory.peaks()).containsEntry(PEAK, 512.0);
  }

  @Test
  void elsewhereThePeakIsThatOfTheSamples() {
    double[] now = {300};
    ProcessMemory memory = new ProcessMemory(proc, () -> OptionalDouble.of(now[0]));
    memory.sample();
    now[0] = 700;
    memory.sample();
    now[0] = 100;

    assertThat(memory.sample()).containsEntry("system/process_memory_megabytes", 100.0);
    assertThat(memory.peaks()).containsEntry(PEAK, 700.0);
  }

  @Test
  void whereNobodyTellsThereIsNoNumber() {
    ProcessMemory memory = new ProcessMemory(proc, OptionalDouble::empty);

    assertThat(memory.sample()).containsOnlyKeys("system/java_heap_megabytes");
    assertThat(memory.peaks()).containsOnlyKeys("system/peak_java_heap_megabytes");
  }

  @Test
  void thePeakIsThatOfAllProcessesOfARun() throws IOException {
    status("VmHWM:\t  500000 kB\nVmRSS:\t  250000 kB\n");
    Map<String, Double> saved = new ProcessMemory(proc, OptionalDouble::empty).measures();

    status("VmHWM:\t  400000 kB\nVmRSS:\t  250000 kB\n");
    ProcessMemory later = new ProcessMemory(proc, OptionalDouble::empty);
    later.goOnFrom(saved);
    assertThat(later.peaks()).containsEntry(PEAK, 512.0);

    status("VmHWM:\t 1000000 kB\nVmRSS:\t  250000 kB\n");
    assertThat(later.peaks()).containsEntry(PEAK, 1024.0);
  }

  @Test
  void theHeapIsWithinWhatJavaMayTake() {
    ProcessMemory memory = ProcessMemory.ofThisProcess();
    double limit = Runtime.getRuntime().maxMemory() * 1e-6;

    assertThat(memory.sample().get("system/java_heap_megabytes")).isBetween(1.0, limit);
    // Peaks of the pools at different moments, added.
    assertThat(memory.peaks().get("system/peak_java_heap_megabytes")).isBetween(1.0, 2 * limit);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void thisProcessHoldsMoreThanItsHeap() {
    ProcessMemory memory = ProcessMemory.ofThisProcess();

    // A JVM that runs tests takes more than 40 MB, and no machine of a build has a terabyte.
    assertThat(memory.sample().get("system/process_memory_megabytes")).isBetween(40.0, 1e6);
    assertThat(memory.peaks().get(PEAK)).isBetween(40.0, 1e6);
  }

  private void status(String text) throws IOException {
    Files.writeString(proc.resolve("self/status"), text);
  }
}
