package org.spotrl.experiments.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;

class MachineLoadTest {

  @TempDir private Path temp;
  private final FakeClock clock = new FakeClock();

  @Test
  void memoryAndNetworkHaveMlflowsNames() {
    HardwareAbstractionLayer hardware = mock(HardwareAbstractionLayer.class);
    GlobalMemory memory = mock(GlobalMemory.class);
    when(memory.getTotal()).thenReturn(4_096_000_000L);
    when(memory.getAvailable()).thenReturn(3_072_000_000L);
    when(hardware.getMemory()).thenReturn(memory);
    NetworkIF loopback = network(1_000_000, 1_000_000);
    NetworkIF ethernet = network(7_000_000, 1_000_000);
    when(hardware.getNetworkIFs(true)).thenReturn(List.of(loopback, ethernet));
    MachineLoad load =
        new MachineLoad(() -> hardware, temp, clock, new ProcessMemory(temp, () -> 0));
    load.get();
    when(ethernet.getBytesRecv()).thenReturn(9_500_000L);
    when(ethernet.getBytesSent()).thenReturn(1_250_000L);

    Map<String, Double> figures = load.get();

    assertThat(figures.get("system/system_memory_usage_megabytes")).isCloseTo(1024, within(1e-9));
    assertThat(figures.get("system/system_memory_usage_percentage")).isCloseTo(25, within(1e-9));
    assertThat(figures)
        .containsEntry("system/network_receive_megabytes", 2.5)
        .containsEntry("system/network_transmit_megabytes", 0.25);
    verify(ethernet, times(2)).updateAttributes();
  }

  @Test
  void aProcessOnThreeCoresUsesThreeHundredPercent() {
    MachineLoad load = thisMachine();
    clock.pass(10, 30);
    assertThat(load.get()).containsEntry("system/process_cpu_utilization_percentage", 300.0);
    clock.pass(10, 5);
    assertThat(load.get()).containsEntry("system/process_cpu_utilization_percentage", 50.0);
  }

  @Test
  void everySystemReportsMemoryDiskAndNetwork() {
    MachineLoad load = thisMachine();

    Map<String, Double> figures = load.get();

    assertThat(figures.get("system/system_memory_usage_percentage")).isBetween(0.0, 100.0);
    assertThat(figures.get("system/disk_usage_percentage")).isBetween(0.0, 100.0);
    assertThat(figures.get("system/disk_available_megabytes")).isPositive();
    assertThat(figures)
        .containsKeys(
            "system/disk_usage_megabytes",
            "system/java_heap_megabytes",
            "system/process_memory_megabytes",
            "system/network_receive_megabytes");
  }

  private MachineLoad thisMachine() {
    return MachineLoad.ofThisMachine(temp, clock, ProcessMemory.ofThisProcess());
  }

  private static NetworkIF network(long received, long sent) {
    NetworkIF network = mock(NetworkIF.class);
    when(network.getBytesRecv()).thenReturn(received);
    when(network.getBytesSent()).thenReturn(sent);
    return network;
  }
}
