package org.spotrl.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.component.Setting;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.experiments.config.TestComponents.Bc;

/**
 * The messages for wrong files: {@code errors/x.txt} is the message for {@code x.yaml} with the
 * overrides in the lines of {@code x.set}.
 */
class ErrorMessagesTest {

  private final ConfigLoader loader = new ConfigLoader(TestComponents.registry());

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("expectations")
  void reportsAllProblemsWithTheirPositions(String name) throws Exception {
    List<String> overrides =
        Files.exists(errors().resolve(name + ".set"))
            ? Files.readAllLines(errors().resolve(name + ".set"))
            : List.of();
    String expected = Files.readString(errors().resolve(name + ".txt")).strip();
    assertThat(message(errors().resolve(name + ".yaml"), overrides)).isEqualTo(expected);
  }

  @Test
  void suggestsTheNearestFileForAMissingOne() throws IOException {
    Files.createFile(folder.resolve("quickstart.yaml"));
    assertThat(message(folder.resolve("quikstart.yaml"), List.of()))
        .isEqualTo("quikstart.yaml: no such file; did you mean 'quickstart.yaml'?");
    assertThat(message(folder.resolve("none").resolve("a.yaml"), List.of()))
        .isEqualTo("none/a.yaml: no such file");
  }

  @Test
  void refusesAFolder() {
    assertThat(message(folder.resolve("."), List.of()))
        .isEqualTo(".: is a folder; name a YAML file in it");
  }

  @Test
  void refusesFilesThatAreNotText() throws IOException {
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "name: Müller".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(message(latin, List.of()))
        .isEqualTo("latin.yaml: is not UTF-8 text; save it as UTF-8");
    Path binary = Files.writeString(folder.resolve("binary.yaml"), "seed: 1\nname: \u0001x");
    assertThat(message(binary, List.of()))
        .isEqualTo("binary.yaml:2:7: not valid YAML: the character U+0001 is not allowed");
    Path large = Files.write(folder.resolve("data.yaml"), new byte[(1 << 20) + 1]);
    assertThat(message(large, List.of()))
        .isEqualTo("data.yaml: has 1048577 bytes; an experiment file has at most 1048576");
  }

  @Test
  void refusesDeepNesting() throws IOException {
    Path deep = Files.writeString(folder.resolve("deep.yaml"), "a: " + "[".repeat(500_000));
    assertThat(message(deep, List.of())).startsWith("deep.yaml:1:").contains("not valid YAML");
  }

  @Test
  void countsLinesAfterAByteOrderMarkAndWithWindowsLineEnds() throws IOException {
    Path file = folder.resolve("a.yaml");
    Files.writeString(file, "\uFEFFsead: 1\r\nalgorithm: bc\r\ndataset: x\r\n");
    assertThat(message(file, List.of()))
        .isEqualTo(
            """
            a.yaml:1:1: unknown setting 'sead'; did you mean 'seed'?
            a.yaml:3:10: unknown dataset source 'x' (known: collected)""");
  }

  @Test
  void refusesTwoTypesOfTheSameExtensionPointAndName() {
    ComponentType<Bc, Algorithm> other =
        new ComponentType<>(
            Algorithm.class, "bc", "Another.", new Bc(1), TestComponents.BC.factory());
    assertThatThrownBy(() -> new ComponentRegistry(Set.of(TestComponents.BC, other)))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("two component types have the name algorithm 'bc'");
  }

  @Test
  void refusesATypeWithDefaultsOutsideTheirBounds() {
    ComponentType<Bc, Algorithm> wrong =
        new ComponentType<>(
            Algorithm.class, "bc", "Wrong.", new Bc(0), TestComponents.BC.factory());
    assertThatThrownBy(() -> new ComponentRegistry(Set.of(wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the default of updates is 0")
        .hasMessageContaining("a whole number of at least 1");
  }

  @ParameterizedTest
  @MethodSource("unfitRecords")
  void refusesATypeWithUnsupportedSettings(Record defaults, String reason) {
    ComponentType<Record, Algorithm> unfit =
        new ComponentType<>(
            Algorithm.class,
            "unfit",
            "Unfit.",
            defaults,
            config ->
                task -> {
                  throw new UnsupportedOperationException();
                });
    assertThatThrownBy(() -> new ComponentRegistry(Set.of(unfit)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  static Stream<Arguments> unfitRecords() {
    return Stream.of(
        Arguments.of(new Unfit.Undocumented(1), "Unfit$Undocumented.size has no @Setting"),
        Arguments.of(new Unfit.Typed("x"), "'type' names the component type"),
        Arguments.of(
            new Unfit.Unreadable(new StringBuilder()),
            "Unfit$Unreadable.text: a configuration record cannot hold java.lang.StringBuilder"),
        Arguments.of(new Unfit.ZeroWidth(List.of(0)), "the default of hidden is [0]"));
  }

  /** Configuration records that break the rules. */
  static final class Unfit {
    private Unfit() {}

    record Undocumented(int size) {}

    record Typed(@Setting("A type.") String type) {}

    record Unreadable(@Setting("A text.") StringBuilder text) {}

    record ZeroWidth(@Setting(value = "Widths.", min = 1) List<Integer> hidden) {}
  }

  private String message(Path file, List<String> overrides) {
    SpotInputException fault =
        catchThrowableOfType(SpotInputException.class, () -> loader.load(file, overrides));
    String parent = Objects.requireNonNull(file.getParent()).toString().replace('\\', '/') + "/";
    String temporary = folder.toString().replace('\\', '/') + "/";
    return Objects.requireNonNull(fault.getMessage()).replace(temporary, "").replace(parent, "");
  }

  static Stream<String> expectations() throws Exception {
    try (Stream<Path> files = Files.list(errors())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".txt"))
          .map(name -> name.substring(0, name.length() - ".txt".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Path errors() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(ErrorMessagesTest.class.getResource("/config/errors")).toURI());
  }
}
