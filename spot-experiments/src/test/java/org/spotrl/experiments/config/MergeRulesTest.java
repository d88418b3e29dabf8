package org.spotrl.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;

/** How a file, its bases and overrides are merged. */
class MergeRulesTest {

  private static final String BASE =
      """
      dataset: collected
      tags: {topic: base, kind: curve}
      algorithm:
        type: td3
        discount: 0.9
        network: {hidden: [64, 64], start: all-zero}
        regularizer: {type: density, lambda: 0.3, density: {type: vae, hidden: [8], kl_weight: 2}}
      evaluation: {episodes: 3}
      """;

  private final ConfigLoader loader = new ConfigLoader(TestComponents.registry());

  @TempDir Path folder;

  @Test
  void mergesMapsKeyByKeyAndReplacesLists() throws IOException {
    Map<String, String> values =
        over(
            """
            tags: {kind: point}
            algorithm: {network: {hidden: [32]}}
            evaluation: {threads: 2}
            """);
    assertThat(values)
        .containsEntry("tags.topic", "base")
        .containsEntry("tags.kind", "point")
        .containsEntry("algorithm.discount", "0.9")
        .containsEntry("algorithm.network.hidden", "[32]")
        .containsEntry("algorithm.network.start", "all-zero")
        .containsEntry("algorithm.regularizer.lambda", "0.3")
        .containsEntry("evaluation.episodes", "3")
        .containsEntry("evaluation.threads", "2");
  }

  @Test
  void dropsTheSettingsOfAComponentWhoseTypeChanges() throws IOException {
    assertThat(over("algorithm: {regularizer: {density: {type: gaussian}}}"))
        .containsEntry("algorithm.regularizer.density.type", "gaussian")
        .containsEntry("algorithm.regularizer.lambda", "0.3")
        .doesNotContainKey("algorithm.regularizer.density.kl_weight");
    assertThat(over("algorithm: {regularizer: none}"))
        .containsEntry("algorithm.regularizer.type", "none")
        .containsEntry("algorithm.discount", "0.9")
        .doesNotContainKey("algorithm.regularizer.lambda");
    // spot has all of td3's settings, but td3's values are not spot's.
    assertThat(over("algorithm: spot")).containsEntry("algorithm.discount", "0.99");
  }

  @Test
  void keepsTheSettingsOfAComponentWithTheSameType() throws IOException {
    assertThat(over("algorithm: td3")).isEqualTo(over(""));
    assertThat(over("algorithm: {type: td3, regularizer: {density: vae}}")).isEqualTo(over(""));
  }

  @Test
  void addsSettingsToAComponentThatIsAWordInTheBase() throws IOException {
    write("base.yaml", "dataset: collected\nalgorithm: td3");
    assertThat(load("extends: base.yaml\nalgorithm: {discount: 0.5}"))
        .containsEntry("algorithm.type", "td3")
        .containsEntry("algorithm.discount", "0.5");
  }

  @Test
  void keepsTheBasesSettingsIfOnlyTheFileHasAType() throws IOException {
    write("base.yaml", "dataset: collected\nalgorithm: {discount: 0.5}");
    assertThat(load("extends: base.yaml\nalgorithm: td3"))
        .containsEntry("algorithm.type", "td3")
        .containsEntry("algorithm.discount", "0.5");
  }

  @Test
  void settingsWithoutATypeBelongToTheDefaultComponent() throws IOException {
    write("base.yaml", "dataset: collected\nalgorithm: {type: spot, regularizer: {lambda: 0.7}}");
    assertThat(load("extends: base.yaml\nalgorithm: {regularizer: density}"))
        .containsEntry("algorithm.regularizer.lambda", "0.7");
    assertThat(load("extends: base.yaml\nalgorithm: {regularizer: none}"))
        .containsEntry("algorithm.regularizer.type", "none")
        .doesNotContainKey("algorithm.regularizer.lambda");
  }

  @Test
  void readsBasesFromOtherFoldersAndTheLastOneWins() throws IOException {
    Files.createDirectories(folder.resolve("parts"));
    write("parts/root.yaml", "dataset: collected\nseed: 1\nname: root");
    write("parts/a.yaml", "extends: root.yaml\nalgorithm: bc\nseed: 2");
    write("parts/b.yaml", "extends: root.yaml\ndescription: b");
    assertThat(load("extends: [parts/a.yaml, parts/b.yaml]\ndescription: c"))
        .containsEntry("algorithm.type", "bc")
        .containsEntry("name", "root")
        .containsEntry("description", "c")
        // b extends root, too, and comes after a.
        .containsEntry("seed", "1");
  }

  @Test
  void followsLinksToFilesAndFoldersAndFindsBasesBesideTheRealFile() throws IOException {
    Path shared = Files.createDirectories(folder.resolve("disk/shared/experiments"));
    Files.writeString(shared.resolve("base.yaml"), BASE);
    Files.writeString(shared.resolveSibling("seed.yaml"), "seed: 7");
    Files.writeString(shared.resolve("top.yaml"), "extends: [base.yaml, ../seed.yaml]");
    Path linkedFile =
        Files.createSymbolicLink(folder.resolve("mine.yaml"), shared.resolve("top.yaml"));
    Path linkedFolder = Files.createSymbolicLink(folder.resolve("experiments"), shared);

    for (Path file : List.of(linkedFile, linkedFolder.resolve("top.yaml"))) {
      assertThat(loader.load(file, List.of()).values()).containsEntry("seed", "7");
    }
    assertThat(load("extends: file:%s/base.yaml".formatted(linkedFolder))).isNotEmpty();
  }

  @Test
  void reportsACircleOfLinks() throws IOException {
    write("base.yaml", "extends: sub/top.yaml");
    Files.createSymbolicLink(folder.resolve("sub"), Path.of("."));

    assertThatThrownBy(() -> load("extends: base.yaml"))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("in a circle: top.yaml -> base.yaml -> top.yaml");
  }

  @Test
  void refusesABaseThatIsNotAFileName() {
    assertThatThrownBy(() -> load("extends: $HOME/base.yaml"))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(
            "extends '$HOME/base.yaml' cannot be used: variables are not replaced");
  }

  @Test
  void appliesOverridesLastAndInTheirOrder() throws IOException {
    write("base.yaml", BASE);
    Path file = write("top.yaml", "extends: base.yaml\nseed: 3");
    Map<String, String> values =
        loader
            .load(
                file,
                List.of(
                    "seed=4",
                    "seed=5",
                    "algorithm.network.hidden=[16, 16]",
                    "algorithm.regularizer.density=gaussian",
                    "algorithm.regularizer.density.min_log_std=-7",
                    "name=a=b",
                    "tags.new=1",
                    "rewards={type: affine, scale: 2}"))
            .values();
    assertThat(values)
        .containsEntry("seed", "5")
        .containsEntry("algorithm.network.hidden", "[16, 16]")
        .containsEntry("algorithm.network.start", "all-zero")
        .containsEntry("algorithm.regularizer.density.type", "gaussian")
        .containsEntry("algorithm.regularizer.density.min_log_std", "-7.0")
        .containsEntry("algorithm.regularizer.lambda", "0.3")
        .containsEntry("name", "a=b")
        .containsEntry("tags.topic", "base")
        .containsEntry("tags.new", "1")
        .containsEntry("rewards.scale", "2.0");
  }

  @Test
  void doesNotCheckTheSettingsOfAReplacedComponent() throws IOException {
    write("base.yaml", "dataset: collected\nalgorithm: {type: td3, discuont: 0.9}");
    assertThat(load("extends: base.yaml\nalgorithm: bc")).containsEntry("algorithm.type", "bc");
  }

  private Map<String, String> over(String yaml) throws IOException {
    write("base.yaml", BASE);
    return load("extends: base.yaml\n" + yaml);
  }

  private Map<String, String> load(String yaml) throws IOException {
    return loader.load(write("top.yaml", yaml), List.of()).values();
  }

  private Path write(String name, String yaml) throws IOException {
    return Files.writeString(folder.resolve(name), yaml);
  }
}
