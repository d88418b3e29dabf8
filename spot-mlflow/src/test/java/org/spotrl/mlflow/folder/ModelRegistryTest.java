package org.spotrl.mlflow.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.tracking.ModelDescription;
import org.spotrl.api.tracking.TrackedRun;

class ModelRegistryTest {

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock(Examples.START);
  private FolderTracker tracker;
  private Path registry;
  private Path weights;

  @BeforeEach
  void setUp() throws IOException {
    Path root = folder.resolve("mlruns");
    tracker = Examples.tracker(root, clock);
    registry = root.resolve("models");
    weights = Files.createDirectory(folder.resolve("policy"));
    Files.writeString(weights.resolve("weights.txt"), "1 2 3\n");
  }

  @Test
  void theModelsOfTwoRunsBecomeVersions1And2() throws IOException {
    TrackedRun first = run("a");
    TrackedRun second = run("b");
    register(first, 1);
    clock.set(Examples.START + 7);
    register(second, 2);

    MetaYaml version = MetaYaml.read(registry.resolve("maze/version-1/meta.yaml"));
    assertThat(version.text("run_id")).isEqualTo(first.id());
    assertThat(version.number("version")).isEqualTo(1);
    String model = version.text("model_id");
    assertThat(version.text("source")).isEqualTo("models:/" + model);
    assertThat(version.text("storage_location"))
        .isEqualTo("mlruns/1/models/" + model + "/artifacts");
    assertThat(MetaYaml.read(registry.resolve("maze/version-2/meta.yaml")).text("run_id"))
        .isEqualTo(second.id());
    assertThat(registry.resolve("maze/aliases/newest")).hasContent("2");
    assertThat(MetaYaml.read(registry.resolve("maze/meta.yaml")).number("last_updated_timestamp"))
        .isEqualTo(Examples.START + 7);
    assertThat(version.text("description")).isEqualTo("Trained for 1.");
    assertThat(tags(first)).containsEntry("spot.registered_as", "maze");
    assertThat(registry.resolve("maze/version-2/tags/seed")).hasContent("0");
    Path linked = registry.resolveSibling("1").resolve("models").resolve(model);
    assertThat(linked.resolve("tags/mlflow.modelVersions"))
        .hasContent("[{\"name\": \"maze\", \"version\": \"1\"}]");
    assertThat(linked.resolve("tags/spot.registered_as")).doesNotExist();
  }

  @Test
  void aModelWithoutRegisteredNameIsNotRegistered() {
    TrackedRun run = run("a");
    run.model(ModelDescription.of("policy", 1), weights);

    assertThat(registry).doesNotExist();
    assertThat(tags(run)).doesNotContainKey("spot.registered_as");
  }

  @Test
  void concurrentRegistrationsGetDifferentVersions() throws Exception {
    List<TrackedRun> runs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      runs.add(run("r" + i));
    }
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      runs.forEach(run -> all.add(pool.submit(() -> register(run, 1))));
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }

    List<String> owners = new ArrayList<>();
    for (int version = 1; version <= 8; version++) {
      Path meta = registry.resolve("maze/version-" + version + "/meta.yaml");
      owners.add(MetaYaml.read(meta).text("run_id"));
    }
    assertThat(owners)
        .containsExactlyInAnyOrderElementsOf(runs.stream().map(TrackedRun::id).toList());
  }

  @Test
  void resumingRemovesVersionsAndModelsAfterTheCheckpoint() throws IOException {
    TrackedRun first = run("a");
    register(first, 1);
    TrackedRun second = run("b");
    long moment = second.moment();
    clock.set(Examples.START + 10);
    register(second, 2);

    TrackedRun resumed = tracker.resume(second.id(), moment);
    assertThat(registry.resolve("maze/version-2")).doesNotExist();
    assertThat(registry.resolve("maze/aliases/newest")).hasContent("1");

    register(resumed, 2);
    assertThat(registry.resolve("maze/version-2/meta.yaml")).exists();
    assertThat(registry.resolve("maze/aliases/newest")).hasContent("2");
    assertThat(registry.resolve("maze/version-1/meta.yaml")).exists();
  }

  @Test
  void removingTheOnlyVersionRemovesTheAlias() {
    TrackedRun run = run("a");
    long moment = run.moment();
    register(run, 1);

    tracker.resume(run.id(), moment);

    assertThat(registry.resolve("maze/version-1")).doesNotExist();
    assertThat(registry.resolve("maze/aliases/newest")).doesNotExist();
  }

  @Test
  void aModelHasMetricsParametersAndTheTagsOfItsRun() throws IOException {
    TrackedRun run = run("a");
    run.model(
        new ModelDescription(
            "policy",
            9,
            "Scores 2.5.",
            Map.of("algorithm.tau", "0.005"),
            Map.of("eval/return", 2.5),
            ""),
        weights);

    Path model;
    try (var models = Files.list(Path.of(run.location()).resolveSibling("models"))) {
      model = models.findFirst().orElseThrow();
    }
    assertThat(model.resolve("metrics/eval/return"))
        .hasContent(Examples.START + " 2.5 9 " + run.id());
    assertThat(model.resolve("params/algorithm.tau")).hasContent("0.005");
    assertThat(model.resolve("tags/seed")).hasContent("0");
    assertThat(model.resolve("tags/mlflow.note.content")).hasContent("Scores 2.5.");
    assertThat(model.resolve("tags/mlflow.runName")).doesNotExist();
  }

  @Test
  void aNameThatMlflowRefusesIsRefused() {
    TrackedRun run = run("a");

    assertThatThrownBy(
            () ->
                run.model(
                    new ModelDescription("policy", 1, "", Map.of(), Map.of(), "maze/umaze"),
                    weights))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("maze/umaze");
  }

  private TrackedRun run(String name) {
    return tracker.start(Examples.description("study", name));
  }

  private void register(TrackedRun run, long step) {
    run.model(
        new ModelDescription(
            "policy", step, "Trained for " + step + ".", Map.of(), Map.of(), "maze"),
        weights);
  }

  private static Map<String, String> tags(TrackedRun run) {
    return FolderFiles.texts(Path.of(run.location()).resolve("tags"));
  }
}
