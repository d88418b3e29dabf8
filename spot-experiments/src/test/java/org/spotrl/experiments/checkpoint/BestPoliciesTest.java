package org.spotrl.experiments.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.SpotVersion;
import org.spotrl.api.error.SpotRunException;

class BestPoliciesTest {

  @TempDir private Path temp;
  private Path folder;
  private BestPolicies policies;

  @BeforeEach
  void make() {
    folder = temp.resolve("run").resolve("checkpoints");
    policies = new BestPolicies(folder);
  }

  @Test
  void aPolicyIsSavedWithItsDescription() throws IOException {
    policies.save(20_000, 93.5, file("weights"));

    assertThat(entries()).containsExactly("best-000020000");
    assertThat(folder.resolve("best-000020000/policy")).hasContent("weights");
    assertThat(folder.resolve("best-000020000/best.json"))
        .content()
        .contains("\"format_version\" : 1,")
        .contains("\"spot_version\" : \"" + SpotVersion.current() + "\"")
        .contains("\"updates\" : 20000,")
        .contains("\"normalized_score\" : 93.5");
    assertThat(policies.latest()).hasValue(20_000);
  }

  @Test
  void anEmptyFolderHasNoPolicy() {
    assertThat(policies.latest()).isEmpty();
    policies.keepOnly(OptionalLong.empty());
    assertThat(folder).doesNotExist();
  }

  @Test
  void anOlderPolicyIsKeptUntilItIsDropped() throws IOException {
    policies.save(5, 1, file("a"));
    policies.save(10, 2, file("b"));
    assertThat(entries()).containsExactly("best-000000005", "best-000000010");
    assertThat(policies.latest()).hasValue(10);

    policies.keepOnly(OptionalLong.of(10));
    assertThat(entries()).containsExactly("best-000000010");

    policies.keepOnly(OptionalLong.empty());
    assertThat(entries()).isEmpty();
  }

  @Test
  void savingTheSameUpdatesAgainReplacesThePolicy() throws IOException {
    policies.save(5, 1, file("a"));
    policies.save(5, 2, file("b"));

    assertThat(entries()).containsExactly("best-000000005");
    assertThat(folder.resolve("best-000000005/policy")).hasContent("b");
  }

  @Test
  void theRestOfKilledSavesIsDeleted() throws IOException {
    policies.save(5, 1, file("a"));
    for (String leftover : List.of("best-000000010.saving", "best-000000002.removed")) {
      Files.writeString(Files.createDirectory(folder.resolve(leftover)).resolve("policy"), "half");
    }
    assertThat(policies.latest()).hasValue(5);

    policies.save(10, 2, file("b"));
    policies.keepOnly(OptionalLong.of(10));

    assertThat(entries()).containsExactly("best-000000010");
    assertThat(folder.resolve("best-000000010/policy")).hasContent("b");
  }

  @Test
  void otherFilesAreKept() throws IOException {
    Files.createDirectories(folder.resolve("step-000000005"));
    Files.createDirectories(folder.resolve("best-of-mine"));
    policies.save(5, 1, file("a"));

    policies.keepOnly(OptionalLong.empty());

    assertThat(entries()).containsExactly("best-of-mine", "step-000000005");
  }

  @Test
  void aFailedSaveKeepsTheEarlierPolicy() throws IOException {
    policies.save(5, 1, file("a"));

    assertThatThrownBy(
            () ->
                policies.save(
                    15,
                    3,
                    into -> {
                      throw new SpotRunException("disk full");
                    }))
        .isInstanceOf(SpotRunException.class)
        .hasMessage("disk full");
    assertThat(policies.latest()).hasValue(5);

    Path file = Files.writeString(temp.resolve("file"), "no folder");
    assertThatThrownBy(() -> new BestPolicies(file.resolve("x")).save(15, 3, file("c")))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining("the best policy, best-000000015, cannot be written to")
        .hasMessageContaining("then resume");
  }

  private static Consumer<Path> file(String content) {
    return into -> {
      try {
        Files.writeString(into.resolve("policy"), content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
