package org.spotrl.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.wiring.SpotInjector;

/** The shipped experiment files and the reference page. */
class ShippedFilesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private final ComponentRegistry registry =
      SpotInjector.create(Optional.empty()).getInstance(ComponentRegistry.class);

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("experiments")
  void everyExperimentAndItsResolvedFileLoad(Path file) throws IOException {
    ConfigLoader loader = new ConfigLoader(registry);
    LoadedExperiment loaded = loader.load(ROOT.resolve(file), List.of());
    Path resolved = Files.writeString(folder.resolve("resolved.yaml"), loaded.resolvedYaml());
    assertThat(loader.load(resolved, List.of()).config()).isEqualTo(loaded.config());
  }

  @Test
  void aPresetRefusesTheRegularizerOfAnotherMethod() {
    ConfigLoader loader = new ConfigLoader(registry);

    assertThatThrownBy(
            () ->
                loader.load(
                    ROOT.resolve("experiments/quickstart.yaml"),
                    List.of("algorithm.regularizer=behavior-cloning")))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith(
            "--set algorithm: 'algorithm': 'spot' has the regularizer 'density'")
        .hasMessageContaining("'td3+bc' (behavior-cloning)");
  }

  @Test
  void theReferencePageIsUpToDate() throws IOException {
    Path page = ROOT.resolve("docs").resolve("configuration.md");
    String expected = new ConfigReference(registry).markdown();
    assertThat(Files.readString(page).replace("\r\n", "\n"))
        .as("update it with: ./spot config reference > docs/configuration.md")
        .isEqualTo(expected);
  }

  static Stream<Path> experiments() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("experiments"))) {
      List<Path> found =
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              .map(ROOT::relativize)
              .sorted()
              .toList();
      assertThat(found).as("experiment files in " + ROOT).isNotEmpty();
      return found.stream();
    }
  }
}
