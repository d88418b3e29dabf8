package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalWidthTest {

  @ParameterizedTest
  @CsvSource({"24 120, 120", "'50 40\n', 40", "0 0, 80", "'', 80", "24, 80", "24 x, 80"})
  void anUnknownWidthIs80Columns(String size, int columns) {
    assertThat(TerminalWidth.parse(size)).isEqualTo(columns);
  }
}
