package org.spotrl.experiments.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineTest {

  @Test
  void describesThisMachine() {
    Machine machine = Machine.current();

    assertThat(machine.os())
        .startsWith(System.getProperty("os.name"))
        .endsWith(System.getProperty("os.arch"));
    assertThat(machine.cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(machine.memoryBytes()).isGreaterThan(Runtime.getRuntime().totalMemory());
    assertThat(machine.cpu()).isNotBlank();
  }

  @Test
  void theProcessorHasModelAndInstructionSets() {
    assertThat(Machine.processor())
        .isEqualTo(Machine.processor())
        .startsWith(Machine.current().cpu())
        .contains(System.getProperty("os.arch"));
  }
}
