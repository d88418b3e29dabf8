package org.spotrl.mlflow.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.format.SavedViewTest;
import tools.jackson.databind.JsonNode;

class ExperimentViewsTest {

  @TempDir private Path temp;
  private final SettableClock clock = new SettableClock(Examples.START);
  private FolderTracker tracker;
  private Path tags;

  @BeforeEach
  void place() {
    Path root = temp.resolve("mlruns");
    tracker = Examples.tracker(root, clock);
    tags = root.resolve("1/tags");
  }

  @Test
  void theMethodsViewHasTheMetricsAndParametersOfTheRuns() throws Exception {
    TrackedRun spot = start("spot", 0, Map.of("algorithm.lambda", "0.5", "algorithm.tau", "0.005"));
    scores(spot);
    spot.metrics(
        500,
        Map.of(
            "train/critic_loss", 1.0,
            "train/density_loss", 2.0,
            "support/log_density_policy", -1.0,
            "support/log_density_data", -2.0,
            "support/unsupported_share", 0.5,
            "q/policy_mean", 6.0,
            "q/data_mean", 7.0,
            "mine/curiosity", 3.0,
            "time/policy_updates_per_second", 4.0));
    spot.finish(RunStatus.FINISHED);
    TrackedRun cloning = start("td3+bc", 1, Map.of("algorithm.lambda", "2"));
    scores(cloning);
    cloning.metrics(500, Map.of("train/critic_loss", 1.0, "train/bc_loss", 5.0));
    cloning.finish(RunStatus.FINISHED);

    JsonNode view = view("spot-methods");

    assertThat(view.at("/groupBy/groupByKeys/0/groupByData").asString()).isEqualTo("method");
    assertThat(strings(view.required("selectedColumns")))
        .containsExactly(
            "metrics.`final/normalized_score`",
            "tags.`method`",
            "tags.`seed`",
            "params.`algorithm.lambda`");
    assertThat(charts(view))
        .isEqualTo(
            Map.of(
                "Score", List.of("LINE eval/normalized_score", "BAR final/normalized_score"),
                "Support",
                    List.of("LINE support/log_density_policy", "LINE support/unsupported_share"),
                "Values and actions", List.of("LINE q/policy_mean"),
                "Training", List.of("LINE train/bc_loss", "LINE train/critic_loss"),
                "Training of the density", List.of("LINE train/density_loss")));
    assertThat(sections(view))
        .containsExactly(
            "Score",
            "Support",
            "Values and actions",
            "Training",
            "Training of the density",
            "mine",
            "time");
    assertThat(view.at("/compareRunSections/6/display").asBoolean()).as("time").isFalse();
    assertThat(Files.exists(tags.resolve("mlflow.sharedViewState.spot-support")))
        .as("no run has images")
        .isFalse();
  }

  @Test
  void withoutDensityMetricsThereAreNoDensityCharts() throws Exception {
    TrackedRun run = start("td3+bc", 0, Map.of());
    scores(run);
    run.finish(RunStatus.FINISHED);

    assertThat(sections(view("spot-methods"))).containsExactly("Score");
  }

  @Test
  void theSupportViewHasTheImagesOfOneSeedWithoutParameters() throws Exception {
    for (long seed : List.of(10L, 9L)) {
      TrackedRun run = start("spot", seed, Map.of());
      scores(run);
      run.image("support/state_1", 500, image());
      run.image("support/state_1", 4000, image());
      run.image("support/state_2", 500, image());
      run.finish(RunStatus.FINISHED);
    }

    JsonNode view = view("spot-support");

    assertThat(view.required("searchFilter").asString()).isEqualTo("tags.seed = \"9\"");
    assertThat(view.required("groupBy").isNull()).isTrue();
    JsonNode first = view.at("/compareRunCharts/0");
    assertThat(strings(first.required("imageKeys"))).containsExactly("support/state_1");
    assertThat(first.required("step").asLong()).isEqualTo(4000);
    assertThat(first.required("showRunParams").asBoolean()).isFalse();
    assertThat(strings(view.at("/compareRunCharts/1/imageKeys")))
        .containsExactly("support/state_2");
  }

  @Test
  void picturesOfEpisodesFollowThoseOfStates() throws Exception {
    TrackedRun run = start("spot", 0, Map.of());
    scores(run);
    run.image("eval/rollouts", 500, image());
    run.image("support/state_1", 500, image());
    run.finish(RunStatus.FINISHED);

    JsonNode view = view("spot-support");

    assertThat(sections(view)).containsExactly("Images", "Rollouts");
    assertThat(view.at("/compareRunCharts/0/metricSectionId").asString()).isEqualTo("Images");
    assertThat(strings(view.at("/compareRunCharts/0/imageKeys")))
        .containsExactly("support/state_1");
    assertThat(view.at("/compareRunCharts/1/metricSectionId").asString()).isEqualTo("Rollouts");
    assertThat(strings(view.at("/compareRunCharts/1/imageKeys"))).containsExactly("eval/rollouts");
  }

  @Test
  void viewsThatUsersCreatedOrChangedAreKept() throws Exception {
    TrackedRun run = start("spot", 0, Map.of());
    scores(run);
    Path own = tags.resolve("mlflow.sharedViewState.0123456789abcdef");
    Path changed = tags.resolve("mlflow.sharedViewState.spot-methods");
    Files.createDirectories(tags);
    Files.writeString(own, "{\"name\":\"mine\",\"createdAt\":1,\"updatedAt\":1,\"state\":\"x\"}");
    Files.writeString(changed, "{\"name\":\"x\",\"createdAt\":1,\"updatedAt\":2,\"state\":\"x\"}");
    Map<String, String> before = Examples.files(tags);

    run.finish(RunStatus.FINISHED);

    assertThat(Examples.files(tags)).isEqualTo(before);
  }

  @Test
  void runsOfEarlierVersionsAreGroupedByTheirAlgorithm() throws Exception {
    TrackedRun run =
        tracker.start(
            new RunDescription(
                "study", "a", "", Map.of(), Map.of("algorithm", "spot", "seed", "0"), "x"));
    scores(run);
    run.finish(RunStatus.FINISHED);

    assertThat(view("spot-methods").at("/groupBy/groupByKeys/0/groupByData").asString())
        .isEqualTo("algorithm");
  }

  @Test
  void theRunsOfAStudyAreGroupedByArmAndDataSet() throws Exception {
    for (String dataset : List.of("umaze", "medium")) {
      TrackedRun run =
          tracker.start(
              new RunDescription(
                  "study",
                  dataset,
                  "",
                  Map.of(),
                  Map.of(
                      "method", "spot",
                      "seed", "0",
                      "study.arm", "reference",
                      "study.data", dataset),
                  "x"));
      scores(run);
      run.finish(RunStatus.FINISHED);
    }

    JsonNode keys = view("spot-methods").at("/groupBy/groupByKeys");
    assertThat(keys.at("/0/groupByData").asString()).isEqualTo("study.arm");
    assertThat(keys.at("/1/groupByData").asString()).isEqualTo("study.data");
  }

  @Test
  void runsOfOtherToolsGetNoView() throws IOException {
    TrackedRun run = start("mine", 0, Map.of());
    run.metrics(1, Map.of("accuracy", 0.5));
    run.finish(RunStatus.FINISHED);

    assertThat(Examples.files(tags)).isEmpty();
  }

  @Test
  void theViewOfALargeStudyFitsIntoATag() throws Exception {
    for (int seed = 0; seed < 3; seed++) {
      Map<String, String> parameters = new TreeMap<>();
      Map<String, Double> metrics = new TreeMap<>();
      for (int i = 0; i < 100; i++) {
        parameters.put("algorithm.regularizer.density.setting_" + i * 7919, seed + "." + i);
        metrics.put("train/some_metric_with_a_long_name_" + i * 104_729, 1.0);
      }
      TrackedRun run = start("spot", seed, parameters);
      scores(run);
      run.metrics(500, metrics);
      run.finish(RunStatus.FINISHED);
    }

    Path view = tags.resolve("mlflow.sharedViewState.spot-methods");
    assertThat(Files.readString(view).length()).isLessThan(5000);
    assertThat(view("spot-methods").required("selectedColumns").size()).isEqualTo(13);
  }

  private TrackedRun start(String method, long seed, Map<String, String> parameters) {
    Map<String, String> all = new TreeMap<>(parameters);
    all.put("seed", Long.toString(seed));
    Map<String, String> labels = Map.of("method", method, "seed", Long.toString(seed));
    clock.set(clock.millis() + 1);
    return tracker.start(new RunDescription("study", method + seed, "", all, labels, "x"));
  }

  private static void scores(TrackedRun run) {
    run.metrics(500, Map.of("eval/normalized_score", 1.0));
    run.metrics(0, Map.of("final/normalized_score", 1.0));
  }

  private static byte[] image() {
    return "not really an image".getBytes(StandardCharsets.UTF_8);
  }

  private JsonNode view(String key) throws IOException, DataFormatException {
    return SavedViewTest.state(Files.readString(tags.resolve("mlflow.sharedViewState." + key)));
  }

  private static List<String> sections(JsonNode view) {
    List<String> names = new ArrayList<>();
    view.required("compareRunSections")
        .forEach(each -> names.add(each.required("name").asString()));
    return names;
  }

  private static Map<String, List<String>> charts(JsonNode view) {
    Map<String, List<String>> charts = new TreeMap<>();
    view.required("compareRunCharts")
        .forEach(
            each ->
                charts
                    .computeIfAbsent(
                        each.required("metricSectionId").asString(), key -> new ArrayList<>())
                    .add(
                        each.required("type").asString()
                            + " "
                            + each.required("metricKey").asString()));
    return charts;
  }

  private static List<String> strings(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asString()));
    return texts;
  }
}
