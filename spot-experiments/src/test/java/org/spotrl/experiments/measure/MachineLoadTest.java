package org.spotrl.experiments.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineLoadTest {

  private static final String NETWORK =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
          lo: 1000000 10 0 0 0 0 0 0 1000000 10 0 0 0 0 0 0
        eth0:%d 20 0 0 0 0 0 0 %d 20 0 0 0 0 0 0
      """;

  @TempDir private Path temp;
  private final FakeClock clock = new FakeClock();

  @Test
  void linuxTellsMemoryAndNetworkInTheNamesOfMlflow() throws IOException {
    Path proc = temp.resolve("proc");
    Files.createDirectories(proc.resolve("net"));
    Files.writeString(
        proc.resolve("meminfo"),
        "MemTotal:  4000000 kB\nMemFree:  100000 kB\nMemAvailable:  3000000 kB\n");
    Files.writeString(proc.resolve("net/dev"), NETWORK.formatted(7_000_000, 1_000_000));
    MachineLoad load = load(proc);
    Files.writeString(proc.resolve("net/dev"), NETWORK.formatted(9_500_000, 1_250_000));

    Map<String, Double> figures = load.get();

    // 1,000,000 * 1024 bytes are not available; caches count as available.
    assertThat(figures.get("system/system_memory_usage_megabytes")).isCloseTo(1024, within(1e-9));
    assertThat(figures.get("system/system_memory_usage_percentage")).isCloseTo(25, within(1e-9));
    assertThat(figures)
        .containsEntry("system/network_receive_megabytes", 2.5)
        .containsEntry("system/network_transmit_megabytes", 0.25);
  }

  @Test
  void aProcessOnThreeCoresUsesThreeHundredPercent() {
    MachineLoad load = load(temp.resolve("none"));
    clock.pass(10, 30);
    assertThat(load.get()).containsEntry("system/process_cpu_utilization_percentage", 300.0);
    clock.pass(10, 5);
    assertThat(load.get()).containsEntry("system/process_cpu_utilization_percentage", 50.0);
  }

  @Test
  void everySystemTellsMemoryAndDisk() {
    Map<String, Double> figures = load(temp.resolve("none")).get();

    assertThat(figures.get("system/system_memory_usage_percentage")).isBetween(0.0, 100.0);
    assertThat(figures.get("system/disk_usage_percentage")).isBetween(0.0, 100.0);
    assertThat(figures.get("system/disk_available_megabytes")).isPositive();
    assertThat(figures)
        .containsKeys("system/disk_usage_megabytes", "system/java_heap_megabytes")
        .doesNotContainKey("system/network_receive_megabytes");
  }

  private MachineLoad load(Path proc) {
    return new MachineLoad(proc, temp, clock, new ProcessMemory(proc, OptionalDouble::empty));
  }
}
