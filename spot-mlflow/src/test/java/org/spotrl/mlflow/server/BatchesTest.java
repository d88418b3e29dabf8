package org.spotrl.mlflow.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spotrl.mlflow.format.Json;
import org.spotrl.mlflow.format.MetricPoint;
import tools.jackson.databind.JsonNode;

/** Calls respect the server's limits and contain everything in order. */
class BatchesTest {

  private static final String LOG_BATCH = "/api/2.0/mlflow/runs/log-batch";

  private AnsweringServer backend;
  private TrackingServer server;

  @BeforeEach
  void start() throws Exception {
    backend = new AnsweringServer().answer(LOG_BATCH, 200, "{}");
    server = MlflowTrackingServer.at(backend.address(), Map.of(), warning -> {});
  }

  @AfterEach
  void end() {
    server.close();
    backend.close();
  }

  @Test
  void noValuesMakeNoCall() {
    server.record("r1", Map.of(), Map.of(), Map.of("loss", List.of()));

    assertThat(backend.asked()).isEmpty();
  }

  @Test
  void aCallHasAtMost1000EntriesAnd100ParametersOrTags() {
    server.record("r1", texts("p", 250, "v"), texts("t", 101, "v"), Map.of("loss", points(2500)));

    List<JsonNode> calls = calls();
    assertThat(calls.stream().map(call -> call.path("params").size()))
        .containsExactly(100, 100, 50, 0, 0, 0);
    assertThat(calls.stream().map(call -> call.path("tags").size()))
        .containsExactly(0, 0, 100, 1, 0, 0);
    assertThat(calls.stream().map(call -> call.path("metrics").size()))
        .containsExactly(0, 0, 0, 999, 1000, 501);
    assertThat(
            calls.stream()
                .flatMap(call -> call.path("metrics").valueStream())
                .map(metric -> Json.number(metric, "step")))
        .containsExactlyElementsOf(IntStream.range(0, 2500).mapToObj(i -> (long) i).toList());
    assertThat(calls).allSatisfy(call -> assertThat(Json.text(call, "run_id")).isEqualTo("r1"));
  }

  @Test
  void aCallHasLessThanAMillionBytesForAllCharacters() {
    // Each of these characters takes 3 or 6 bytes in JSON.
    for (String text : List.of("\u4e16", "<", "\"", "\u0001", "\ud83d\ude80")) {
      backend.asked().clear();
      Map<String, String> parameters = texts("p", 120, text.repeat(3000));

      server.record("r1", parameters, Map.of(), Map.of());

      assertThat(backend.asked())
          .allSatisfy(
              call ->
                  assertThat(call.body().getBytes(StandardCharsets.UTF_8).length)
                      .isLessThan(1_000_000));
      Map<String, String> sent = new LinkedHashMap<>();
      calls().forEach(call -> sent.putAll(Json.pairs(call.path("params"))));
      assertThat(sent).isEqualTo(parameters);
    }
  }

  @Test
  void longMetricNamesStayWithinTheByteLimit() {
    Map<String, List<MetricPoint>> points = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      points.put("m".repeat(245) + i, points(500));
    }

    server.record("r1", Map.of(), Map.of(), points);

    assertThat(backend.asked())
        .allSatisfy(call -> assertThat(call.body().length()).isLessThan(1_000_000));
    assertThat(calls().stream().mapToInt(call -> call.path("metrics").size()).sum())
        .isEqualTo(10_000);
  }

  private static Map<String, String> texts(String prefix, int count, String value) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      texts.put(prefix + i, value);
    }
    return texts;
  }

  private static List<MetricPoint> points(int count) {
    return IntStream.range(0, count).mapToObj(i -> new MetricPoint(i, i, -1.0 / (i + 3))).toList();
  }

  private List<JsonNode> calls() {
    List<JsonNode> calls = new ArrayList<>();
    backend.asked().forEach(call -> calls.add(Json.parse(call.body()).orElseThrow()));
    return calls;
  }
}
