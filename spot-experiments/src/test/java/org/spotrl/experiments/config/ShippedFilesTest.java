package org.spotrl.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Algorithm;
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

  @ParameterizedTest
  @MethodSource("methodPages")
  void aMethodsPageHasCurrentSettingsAndFilesThatLoad(Path page) throws IOException {
    String text = Files.readString(page).replace("\r\n", "\n");
    assertThat(text)
        .as("./spot config reference docs/algorithms/*.md renews the tables of " + page)
        .isEqualTo(new ConfigReference(registry).renewed(text));
    for (String file : found("```yaml\\n(.*?)```", text)) {
      if (file.startsWith("dataset:")) {
        Path written = Files.writeString(folder.resolve("usage.yaml"), file);
        new ConfigLoader(registry).load(written, List.of());
      }
    }
  }

  @Test
  void everyMethodHasItsSettingsOnAPage() throws IOException {
    StringBuilder pages = new StringBuilder();
    for (Path page : methodPages().toList()) {
      pages.append(Files.readString(page));
    }
    assertThat(registry.all(Algorithm.class))
        .allSatisfy(
            method -> assertThat(pages).contains("<!-- settings: algorithm " + method.name()));
  }

  /** {@code Iql.actorLoss} on a page is a method of a class in some module. */
  @Test
  void theJavaMethodsThatPagesNameExist() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(each -> each.toString().contains("src/main")).toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".java")) {
          sources.merge(name, Files.readString(file), String::concat);
        }
      }
    }
    for (Path page : methodPages().toList()) {
      for (String method : found("`([A-Z]\\w+\\.[a-z]\\w+)`", Files.readString(page))) {
        String[] names = method.split("\\.", -1);
        assertThat(sources.get(names[0] + ".java"))
            .as("%s in %s", method, page.getFileName())
            .isNotNull()
            .contains(" " + names[1] + "(");
      }
    }
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  static Stream<Path> methodPages() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs").resolve("algorithms"))) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
    }
  }

  @Test
  void everyBaseFileIsExtended() throws IOException {
    Set<Path> extended = new HashSet<>();
    for (Path file : files(any -> true)) {
      for (String base : found("extends: (\\S+\\.yaml)", Files.readString(ROOT.resolve(file)))) {
        extended.add(file.resolveSibling(base).normalize());
      }
    }
    assertThat(extended).containsAll(files(ShippedFilesTest::isBase));
  }

  /** The files that can be run; those in folders named base are parts of others. */
  static Stream<Path> experiments() throws IOException {
    List<Path> found = files(file -> !isBase(file) && !file.toString().contains("studies"));
    assertThat(found).as("experiment files in " + ROOT).isNotEmpty();
    return found.stream();
  }

  private static boolean isBase(Path file) {
    return file.toString().replace(File.separatorChar, '/').contains("/base/");
  }

  private static List<Path> files(Predicate<Path> which) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("experiments"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .map(ROOT::relativize)
          .filter(which)
          .sorted()
          .toList();
    }
  }
}
