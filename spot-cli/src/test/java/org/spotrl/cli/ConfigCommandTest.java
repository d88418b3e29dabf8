package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCommandTest {

  @TempDir private Path temp;
  private Path good;
  private Path bad;

  @BeforeEach
  void write() throws IOException {
    good =
        Files.writeString(
            temp.resolve("good.yaml"),
            "dataset: collected\nalgorithm: {type: td3, discount: 0.9}\n");
    bad = Files.writeString(temp.resolve("bad.yaml"), "dataset: collected\nalgorithm: td4\n");
  }

  @Test
  void checkReportsEachFile() {
    CommandRun run = CommandRun.of("config", "check", good.toString(), bad.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out().strip()).isEqualTo(good + ": ok");
    assertThat(run.err()).startsWith("error: ").contains("bad.yaml:2:12: ", "did you mean 'td3'?");
    assertThat(run.showsStackTrace()).isFalse();
    assertThat(CommandRun.of("config", "check", good.toString()).exitCode()).isZero();
  }

  @Test
  void showPrintsAllSettingsAndCanBeLoadedAgain() throws IOException {
    CommandRun run = CommandRun.of("config", "show", good.toString(), "--set", "seed=7");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("seed: 7\n", "discount: 0.9\n", "batch_size: 256\n");
    Path shown = Files.writeString(temp.resolve("shown.yaml"), run.out());
    assertThat(CommandRun.of("config", "show", shown.toString()).out()).isEqualTo(run.out());
  }

  @Test
  void showPrintsTheOriginOfEachValue() {
    CommandRun run =
        CommandRun.of("config", "show", good.toString(), "--set", "seed=7", "--origins");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .anyMatch(line -> line.matches("seed +7 +\\(--set.*\\)"))
        .anyMatch(line -> line.matches("algorithm\\.discount +0\\.9 +\\(.*good\\.yaml:2:\\d+\\)"))
        .anyMatch(line -> line.matches("algorithm\\.batch_size +256 +\\(default\\)"));
  }

  @Test
  void schemaAndReferenceHaveTheComponentsOfAllModules() {
    CommandRun schema = CommandRun.of("config", "schema");
    CommandRun reference = CommandRun.of("config", "reference");

    assertThat(schema.exitCode()).isZero();
    assertThat(schema.out()).startsWith("{").contains("\"$schema\"", "behavior-cloning", "cvae");
    assertThat(reference.exitCode()).isZero();
    assertThat(reference.out()).startsWith("#").contains("behavior-cloning", "cvae");
  }

  @Test
  void referenceRenewsTheTablesOfPages() throws IOException {
    Path page =
        Files.writeString(
            temp.resolve("page.md"),
            "Text\n<!-- settings: density gaussian -->\nold table\n<!-- end of settings -->\n");

    CommandRun first = CommandRun.of("config", "reference", page.toString());
    CommandRun second = CommandRun.of("config", "reference", page.toString());

    assertThat(first.out()).isEqualTo(page + ": renewed" + System.lineSeparator());
    assertThat(second.out()).isEmpty();
    assertThat(page)
        .content()
        .startsWith("Text\n")
        .contains("| `log_std_min` |")
        .doesNotContain("old table");
  }

  @Test
  void aPageThatCannotBeRenewedIsNamed() throws IOException {
    Path page =
        Files.writeString(
            temp.resolve("page.md"), "<!-- settings: density vae --><!-- end of settings -->");

    CommandRun unknown = CommandRun.of("config", "reference", page.toString());
    CommandRun missing = CommandRun.of("config", "reference", temp.resolve("no.md").toString());

    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("page.md").contains("'<!-- settings: density vae'");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("cannot read and write").contains("no.md");
    assertThat(missing.showsStackTrace()).isFalse();
  }

  /** The base and the file together have the wrong order. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: iql, log_std_min: 3}",
        "{type: spot, regularizer: {density: {log_std_min: 16}}}",
        "{type: spot, regularizer: {density: {type: gaussian, log_std_max: -5}}}"
      })
  void boundsInTheWrongOrderAreRefused(String algorithm) throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("bounds.yaml"), "extends: good.yaml\nalgorithm: " + algorithm + "\n");

    CommandRun run = CommandRun.of("config", "check", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("bounds.yaml:2:")
        .contains("log_std_min must be below log_std_max");
  }

  @Test
  void checkAcceptsOverrides() {
    CommandRun run = CommandRun.of("config", "check", good.toString(), "--set", "discount=2");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("--set discount: sets algorithm.discount")
        .contains("--set algorithm.discount: 'algorithm.discount' must be a number from 0 to 1");
  }

  @Test
  void withoutACommandItPrintsTheHelp() {
    CommandRun run = CommandRun.of("config");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("check", "show", "schema", "reference");
  }
}
