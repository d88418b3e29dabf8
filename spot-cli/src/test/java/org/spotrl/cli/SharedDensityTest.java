package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.experiments.cache.ResultCache;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.run.ExperimentRunner;
import org.spotrl.experiments.run.LineModule;
import org.spotrl.experiments.run.RunSummary;
import org.spotrl.experiments.run.StopSignal;
import org.spotrl.experiments.wiring.NeedsMujoco;
import org.spotrl.experiments.wiring.OfferedModules;
import org.spotrl.experiments.wiring.SpotInjector;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;

/** SPOT runs with a density from the cache or from another run. */
class SharedDensityTest {

  private static final String DENSITY = "algorithm.regularizer.density.";

  @TempDir private Path temp;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file =
        Files.writeString(
            temp.resolve("spot.yaml"),
            """
            dataset: line
            algorithm:
              type: spot
              updates: 40
              batch_size: 8
              actor_hidden: [8]
              critic_hidden: [8]
              regularizer: {lambda: 0.5, density: {type: cvae, hidden: [8, 8], updates: 50, batch_size: 8}}
            evaluation: {every_updates: 20, episodes: 4}
            checkpoint: {every_updates: 30}
            tracking: {uri: '%s', log_every_updates: 10, system_metrics_seconds: 0}
            """
                .formatted(temp.resolve("mlruns")));
  }

  private <T> T withLine(Callable<T> call) throws Exception {
    return OfferedModules.with(LineModule.class, temp.resolve("jar"), call);
  }

  private RecordedRun run(Optional<ResultCache> store, StringWriter out, String... overrides)
      throws Exception {
    return withLine(() -> runWithLine(store, out, overrides));
  }

  private RecordedRun runWithLine(
      Optional<ResultCache> store, StringWriter out, String... overrides) {
    var injector = SpotInjector.create(Optional.empty());
    ExperimentRunner runner = injector.getInstance(ExperimentRunner.class);
    store.ifPresent(runner::shareDensities);
    RunSummary summary =
        runner.start(
            injector.getInstance(ConfigLoader.class).load(file, List.of(overrides)),
            ConsoleReporter.standard(new PrintWriter(out)),
            new StopSignal());
    assertThat(summary.status()).isEqualTo(RunStatus.FINISHED);
    return new FolderRuns(temp.resolve("mlruns")).find(summary.runId()).orElseThrow();
  }

  private RecordedRun run(String... overrides) throws Exception {
    return run(Optional.empty(), new StringWriter(), overrides);
  }

  /** The points of each metric, without times. */
  private static Map<String, String> numbers(RecordedRun run) {
    Map<String, String> numbers = new TreeMap<>();
    for (String name : run.latestMetrics().keySet()) {
      if (!name.startsWith("time/") && !name.startsWith("system/")) {
        numbers.put(
            name,
            run.history(name).stream().map(p -> p.step() + ":" + p.value()).toList().toString());
      }
    }
    return numbers;
  }

  private static Path policy(RecordedRun run) {
    return run.artifacts().resolve("policy").resolve("policy.safetensors");
  }

  private static Path density(RecordedRun run) {
    return run.artifacts().resolve("density").resolve("density.safetensors");
  }

  @Test
  void aLambdaCurveTrainsItsDensityOnceWithTheResultsOfRunsWithoutTheCache() throws Exception {
    Optional<ResultCache> store =
        Optional.of(new ResultCache(temp.resolve("densities"), 1_000_000_000));
    RecordedRun trained = run(store, new StringWriter(), "algorithm.regularizer.lambda=0.1");
    StringWriter out = new StringWriter();

    RecordedRun taken = run(store, out);

    RecordedRun alone = run();
    assertThat(out.toString())
        .contains("density    taken from the cache: run " + trained.id())
        .doesNotContain("density    [");
    assertThat(numbers(taken)).isEqualTo(numbers(alone)).containsKey("train/density_loss");
    assertThat(policy(taken)).hasSameBinaryContentAs(policy(alone));
    assertThat(density(taken)).hasSameBinaryContentAs(density(alone));
    assertThat(taken.tags())
        .containsEntry("spot.density_trained_by", trained.id())
        .containsEntry("configuration", alone.tags().get("configuration"));
  }

  @Test
  void aDensityFromARunKeepsItsSettingsForAnySeed() throws Exception {
    RecordedRun trained = run();
    StringWriter out = new StringWriter();
    Files.writeString(
        file,
        Files.readString(file)
            .replace("{type: cvae, hidden: [8, 8], updates: 50, batch_size: 8}", "{from: RUN}")
            .replace("RUN", trained.folder().toString()));

    RecordedRun taking = run(Optional.empty(), out, "seed=3");

    assertThat(density(taking)).hasSameBinaryContentAs(density(trained));
    assertThat(out.toString()).contains("trained by run " + trained.id());
    assertThat(taking.parameters())
        .containsEntry(DENSITY + "hidden", "[8, 8]")
        .containsEntry(DENSITY + "updates", "50")
        .containsKey(DENSITY + "from_sha256");
    assertThat(taking.tags())
        .containsEntry("spot.density_trained_by", trained.id())
        .doesNotContainEntry("configuration", trained.tags().get("configuration"));
    assertThat(taking.latestMetrics()).doesNotContainKey("train/density_loss");
    assertThat(trained.parameters()).doesNotContainKey(DENSITY + "from");

    Path copy = Files.createDirectory(temp.resolve("copy"));
    for (String name : new String[] {"density.json", "density.safetensors"}) {
      Files.copy(density(trained).resolveSibling(name), copy.resolve(name));
    }
    RecordedRun ofFile =
        run(
            Optional.empty(),
            out,
            "seed=3",
            DENSITY + "from=" + copy.resolve("density.safetensors"));
    assertThat(policy(ofFile)).hasSameBinaryContentAs(policy(taking));
  }

  @Test
  void aDensityThatDoesNotMatchIsRefusedBeforeTheDataIsLoaded() throws Exception {
    String from = DENSITY + "from=" + run().folder();

    assertThat(check(from).exitCode()).isZero();
    assertRefused(check(from, DENSITY + "beta=0.25"), "beta' is 0.25", "was trained with 0.5");
    assertRefused(check(from, "algorithm.regularizer.density.type=gaussian"), "type", "cvae");
    assertRefused(
        check(from, "normalize_observations=false"),
        "normalize_observations was true and is false");
    assertRefused(check(DENSITY + "from=nothing"), "no run 'nothing'");
    assertThat(new FolderRuns(temp.resolve("mlruns")).runs()).hasSize(1);
  }

  @Test
  void aChangedDensityIsRefused() throws Exception {
    RecordedRun trained = run();
    byte[] bytes = Files.readAllBytes(density(trained));
    bytes[bytes.length - 1] ^= 1;
    Files.write(density(trained), bytes);

    assertRefused(
        withLine(
            () ->
                CommandRun.of(
                    "run", file.toString(), "--set", DENSITY + "from=" + trained.folder())),
        "has the SHA-256");
    assertThat(new FolderRuns(temp.resolve("mlruns")).runs()).hasSize(1);
  }

  @Test
  void theCommandSharesDensitiesUnlessTheOptionIsGiven() throws Exception {
    NeedsMujoco.check();
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "dataset: line",
                "dataset: {type: collected, environment: maze2d-umaze-v1, steps: 3000}"));
    Map<String, String> cache = SpotProcess.withCaches(temp.resolve("cache"));
    String[] run = {"run", file.toString()};
    SpotProcess first = SpotProcess.start(temp, cache, run);
    assertThat(first.await()).as(first.output()).isZero();

    SpotProcess second = SpotProcess.start(temp, cache, run);
    assertThat(second.await()).as(second.output()).isZero();
    assertThat(second.output()).contains("density    taken from the cache");

    SpotProcess third =
        SpotProcess.start(temp, cache, "run", file.toString(), "--no-density-cache");
    assertThat(third.await()).as(third.output()).isZero();
    assertThat(third.output()).doesNotContain("density    taken from");
    assertThat(third.output()).contains("data       taken from the cache");
  }

  private CommandRun check(String... overrides) throws Exception {
    return withLine(
        () -> {
          try {
            SpotInjector.create(Optional.empty())
                .getInstance(ConfigLoader.class)
                .load(file, List.of(overrides));
            return new CommandRun(0, "", "");
          } catch (SpotInputException e) {
            return new CommandRun(e.exitCode(), "", String.valueOf(e.getMessage()));
          }
        });
  }

  private static void assertRefused(CommandRun run, String... reasons) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(reasons);
    assertThat(run.showsStackTrace()).isFalse();
  }
}
