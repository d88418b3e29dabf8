package org.spotrl.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;

/** Files that could make a reader hang or exhaust its stack. */
class HostileFilesTest {

  private static final String GOOD = "dataset: collected\nalgorithm: bc\n";

  @TempDir private Path folder;

  @Test
  void numbersWithThousandsOfDigitsAreRefused() throws IOException {
    for (String number :
        List.of("1_".repeat(2_000) + "1", "1".repeat(20_000), "1".repeat(100_000) + "x")) {
      assertThat(lines(GOOD + "seed: " + number + "\n"))
          .singleElement()
          .asString()
          .contains("'seed' must be a whole number, not the text '1")
          .endsWith("...'; a number has at most 400 characters");
    }
  }

  @Test
  void onlyTheFirstOfManyProblemsAreListed() throws IOException {
    String unknown =
        IntStream.range(0, 60_000).mapToObj(i -> "key" + i + ": 1\n").collect(Collectors.joining());

    List<String> lines = lines(GOOD + unknown);

    assertThat(lines).hasSize(51);
    assertThat(lines.get(0)).contains("hostile.yaml:3:1: unknown setting 'key0'");
    assertThat(lines.get(50)).isEqualTo("and 59,950 more problems");
  }

  @Test
  void aLongNameIsShortened() throws IOException {
    assertThat(lines(GOOD + "k".repeat(1_000) + ": 1\n"))
        .singleElement()
        .asString()
        .endsWith("unknown setting '" + "k".repeat(80) + "...'; no setting has a name that long");
  }

  @Test
  void anUnderflowIsNotRoundedToZero() throws IOException {
    assertThat(lines(GOOD + "rewards: {type: affine, shift: 1e-400}\n"))
        .singleElement()
        .asString()
        .endsWith("'rewards.shift' must be a number, not 1e-400; a double cannot hold it");
  }

  private List<String> lines(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("hostile.yaml"), text);
    ConfigLoader loader = new ConfigLoader(TestComponents.registry());
    SpotInputException fault =
        catchThrowableOfType(SpotInputException.class, () -> loader.load(file, List.of()));
    return String.valueOf(fault.getMessage()).lines().toList();
  }
}
