package org.spotrl.experiments.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {

  private static final String PEAK = "system/peak_memory_megabytes";

  @TempDir private Path folder;

  @Test
  void linuxReportsTheTruePeak() throws IOException {
    status("VmPeak:\t 9000000 kB\nVmHWM:\t  500000 kB\nVmRSS:\t  250000 kB\n");
    ProcessMemory memory = new ProcessMemory(status(), () -> 0);

    // 250,000 * 1024 and 500,000 * 1024 bytes.
    assertThat(memory.sample()).containsEntry("system/process_memory_megabytes", 256.0);
    assertThat(memory.peaks()).containsEntry(PEAK, 512.0);
  }

  @Test
  void elsewhereThePeakIsTheMaximumOfTheSamples() {
    long[] now = {300_000_000};
    ProcessMemory memory = new ProcessMemory(status(), () -> now[0]);
    memory.sample();
    now[0] = 700_000_000;
    memory.sample();
    now[0] = 100_000_000;

    assertThat(memory.sample()).containsEntry("system/process_memory_megabytes", 100.0);
    assertThat(memory.peaks()).containsEntry(PEAK, 700.0);
  }

  @Test
  void aSystemWithoutAReportHasNoMetric() {
    ProcessMemory memory = new ProcessMemory(status(), () -> 0);

    assertThat(memory.sample()).containsOnlyKeys("system/java_heap_megabytes");
    assertThat(memory.peaks()).containsOnlyKeys("system/peak_java_heap_megabytes");
  }

  @Test
  void thePeakCoversAllProcessesOfARun() throws IOException {
    status("VmHWM:\t  500000 kB\n");
    Map<String, Double> saved = new ProcessMemory(status(), () -> 0).measures();

    status("VmHWM:\t  400000 kB\n");
    ProcessMemory later = new ProcessMemory(status(), () -> 0);
    later.resumeFrom(saved);
    assertThat(later.peaks()).containsEntry(PEAK, 512.0);

    status("VmHWM:\t 1000000 kB\n");
    assertThat(later.peaks()).containsEntry(PEAK, 1024.0);
  }

  @Test
  void theHeapIsBelowJavasMaximum() {
    ProcessMemory memory = ProcessMemory.ofThisProcess();
    double limit = Runtime.getRuntime().maxMemory() * 1e-6;

    assertThat(memory.sample().get("system/java_heap_megabytes")).isBetween(1.0, limit);
    // Peaks of the pools at different moments, added.
    assertThat(memory.peaks().get("system/peak_java_heap_megabytes")).isBetween(1.0, 2 * limit);
  }

  @Test
  void theResidentSetOfThisProcessIsPlausible() {
    ProcessMemory memory = ProcessMemory.ofThisProcess();

    // A JVM that runs tests takes more than 40 MB, and no machine of a build has a terabyte.
    assertThat(memory.sample().get("system/process_memory_megabytes")).isBetween(40.0, 1e6);
    assertThat(memory.peaks().get(PEAK)).isBetween(40.0, 1e6);
  }

  private Path status() {
    return folder.resolve("status");
  }

  private void status(String text) throws IOException {
    Files.writeString(status(), text);
  }
}
