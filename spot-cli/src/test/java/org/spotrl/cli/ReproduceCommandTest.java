package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.experiments.run.LineModule;
import org.spotrl.experiments.wiring.OfferedModules;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.format.RunState;

/** Reproduces runs of a test method with phases of 30 and 60 updates. */
class ReproduceCommandTest {

  @TempDir private Path temp;
  private Path mlruns;
  private Path into;
  private RecordedRun original;

  @BeforeEach
  void run() throws Exception {
    mlruns = temp.resolve("mlruns");
    into = temp.resolve("again");
    Path file =
        Files.writeString(
            temp.resolve("line.yaml"),
            """
            dataset: line
            name: counting-line-s4
            algorithm: counting
            seed: 4
            evaluation: {every_updates: 25, episodes: 4}
            checkpoint: {every_updates: 40}
            tracking: {uri: '%s', log_every_updates: 20}
            """
                .formatted(mlruns));
    CommandRun run = spot("run", file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    original = new FolderRuns(mlruns).runs().get(0);
  }

  private CommandRun spot(String... arguments) throws Exception {
    return OfferedModules.with(
        LineModule.class, temp.resolve("jar"), () -> CommandRun.of(arguments));
  }

  private CommandRun reproduce(String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("reproduce", "counting-line-s4"));
    all.addAll(List.of("--in", mlruns.toString(), "--to", into.toString()));
    all.addAll(List.of(options));
    CommandRun run = spot(all.toArray(String[]::new));
    assertThat(run.showsStackTrace()).as(run.out() + run.err()).isFalse();
    return run;
  }

  private RecordedRun again() {
    return new FolderRuns(into).runs().get(0);
  }

  /** Points of all metrics except times and system metrics. */
  private long comparable() {
    return original.latestMetrics().keySet().stream()
        .filter(name -> !name.startsWith("time/") && !name.startsWith("system/"))
        .mapToLong(name -> original.history(name).size())
        .sum();
  }

  private Path metric(String name) {
    return original.folder().resolve("metrics").resolve(name);
  }

  private static void replace(Path file, String regex, String replacement) throws IOException {
    String before = Files.readString(file);
    String after = before.replaceAll(regex, replacement);
    assertThat(after).as(file.toString()).isNotEqualTo(before);
    Files.writeString(file, after);
  }

  @Test
  void anUnchangedRunIsReproducedPointByPointWithItsPolicy() throws Exception {
    CommandRun run = reproduce();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("reproducing counting-line-s4 (" + original.id() + ") of experiment default")
        .contains("equal: %d points of ".formatted(comparable()))
        .contains(" metrics in 90 updates, and the final policy (SHA-256 ");
    assertThat(again().name()).isEqualTo("counting-line-s4-again");
    assertThat(again().state()).isEqualTo(RunState.FINISHED);
    assertThat(again().tags())
        .containsEntry("spot.reproduces", original.id())
        .containsEntry("configuration", original.tags().get("configuration"))
        .containsEntry("method", "counting");
    assertThat(new FolderRuns(mlruns).runs()).hasSize(1);
  }

  @Test
  void aChangedValueIsFoundAtItsMetricAndStepAndTheRunStopsThere() throws Exception {
    replace(metric("policy/count"), " 40.0 40\n", " 40.5 40\n");

    CommandRun run = reproduce();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .containsSubsequence(
            "different: policy/count at step 40",
            "  was  40.5",
            "  is   40.0",
            // 0.5 / 40.5
            "  relative difference 0.012",
            "the new run is in " + into);
    assertThat(again().state()).isEqualTo(RunState.KILLED);
    assertThat(again().history("policy/count")).hasSize(2);
  }

  @Test
  void toTheEndReportsEveryMetric() throws Exception {
    replace(metric("policy/count"), " 40.0 40\n", " 40.5 40\n");

    CommandRun run = reproduce("--to-the-end");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "metric equal different first at step max relative",
            "policy/count 2 1 40 0.012",
            "warmup/count 2 0 - -",
            "different: policy/count at step 40");
    assertThat(again().state()).isEqualTo(RunState.FINISHED);
  }

  @Test
  void aPointThatTheOriginalDoesNotHaveIsFound() throws Exception {
    replace(metric("policy/count"), "\\d+ 40.0 40\n", "");

    assertThat(reproduce().out())
        .containsSubsequence(
            "different: policy/count at step 40", "  was  (no such point)", "  is   40.0");
  }

  @Test
  void anotherPolicyIsFoundIfAllPointsAreEqual() throws Exception {
    Path weights = original.artifacts().resolve("policy/policy.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);

    CommandRun run = reproduce();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("points are equal, but the final policy is not");
  }

  @Test
  void onlyTheFirstUpdatesCanBeCompared() throws Exception {
    // At 40 updates of the second phase; 50 updates of both phases are 20 of the second.
    replace(metric("policy/count"), " 40.0 40\n", " 40.5 40\n");

    CommandRun run = reproduce("--updates", "50");

    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(run.out())
        .contains("equal: 3 points of 2 metrics in 50 updates; the final policy was not compared");
    assertThat(again().state()).isEqualTo(RunState.KILLED);
    assertThat(spot("reproduce", original.folder().toString(), "--updates", "19").err())
        .contains("nothing can be compared after 19 updates: the first point of run ")
        .contains(" is at update 20");
    assertThat(reproduce("--updates", "0").exitCode()).isEqualTo(2);
  }

  @Test
  void metricsWithOtherNamesAreNotCompared() throws Exception {
    for (String section : List.of("policy", "warmup", "eval", "final", "support")) {
      Files.move(metric(section), metric("old_" + section));
    }

    CommandRun run = reproduce("--updates", "50");

    assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
    assertThat(run.out())
        .contains("nothing could be compared in 50 updates: this version of spot records none")
        .contains("not compared, because the original did not record it: ")
        .contains("policy/count")
        .doesNotContain("equal: ");
  }

  @Test
  void aStoppedRunIsReproducedUpToItsEnd() throws Exception {
    replace(original.folder().resolve("meta.yaml"), "status: 3", "status: 5");
    replace(metric("policy/count"), "(?s)(\n).*", "$1");
    for (String section : List.of("actions", "eval", "final", "support")) {
      try (Stream<Path> files = Files.list(original.folder().resolve("metrics/" + section))) {
        for (Path file : files.collect(Collectors.toList())) {
          Files.delete(file);
        }
      }
    }

    CommandRun run = reproduce();

    assertThat(run.exitCode()).as(run.out()).isZero();
    // Stopped by the first point that the original does not have, at update 40 of the second phase.
    assertThat(run.out()).contains("equal: 3 points of 2 metrics in 70 updates");
    assertThat(again().state()).isEqualTo(RunState.KILLED);
  }

  @Test
  void changesOfTheEnvironmentAreListedAndNamedAsPossibleCauses() throws Exception {
    Path provenance = original.artifacts().resolve("config/provenance.json");
    replace(provenance, "\"java\" : \"[^\"]*\"", "\"java\" : \"11.0.1\"");
    replace(provenance, "\"cores\" : \\d+", "\"cores\" : 999");
    replace(metric("warmup/count"), " 20.0 20\n", " 21.0 20\n");

    List<String> lines = reproduce().out().lines().map(line -> line.replaceAll(" +", " ")).toList();

    assertThat(lines)
        .anyMatch(line -> line.matches(" java 11.0.1 -> \\S+ .* may change numbers"))
        .anyMatch(line -> line.matches(" cores 999 -> \\d+ does not change numbers"));
    assertThat(lines.subList(lines.indexOf("possible causes:"), lines.size()))
        .anyMatch(line -> line.startsWith(" java: 11.0.1 -> "))
        .noneMatch(line -> line.contains("cores"));
  }

  @Test
  void otherDataIsReportedBeforeTraining() throws Exception {
    replace(
        original.artifacts().resolve("config/fingerprint.txt"),
        "dataset [0-9a-f]+",
        "dataset " + "0".repeat(64));

    CommandRun run = reproduce();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("the data set differs: its SHA-256 was 0000")
        .contains("and is ");
    assertThat(new FolderRuns(into).runs()).isEmpty();
  }

  @Test
  void aChangedConfigurationIsReported() throws Exception {
    replace(original.artifacts().resolve("config/experiment.yaml"), "episodes: 4", "episodes: 5");

    assertThat(reproduce("--updates", "20").out())
        .containsPattern("evaluation.episodes +4 +-> 5 +may change numbers");
  }

  @Test
  void aRunThatCannotBeReproducedIsAnInputError() throws Exception {
    assertThat(spot("reproduce", "counting-line-s5", "--in", mlruns.toString()).err())
        .contains("did you mean 'counting-line-s4'?");
    Files.delete(original.artifacts().resolve("config/fingerprint.txt"));

    CommandRun run = reproduce();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("it has no file config/fingerprint.txt");
  }

  @Test
  void aFailureOfTheNewRunReportsTheEqualPoints() throws Exception {
    replace(
        original.artifacts().resolve("config/experiment.yaml"),
        "diverges_at: 0",
        "diverges_at: 45");

    CommandRun run = reproduce();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("training diverged at update 45")
        .contains("the state of the original is finished; until now ")
        .contains(" points were equal");
  }
}
