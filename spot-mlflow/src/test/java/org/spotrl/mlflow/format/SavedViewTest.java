package org.spotrl.mlflow.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The expected keys are those that MLflow 3.17.2 and 3.18.0 read. */
public class SavedViewTest {

  private static final JsonMapper JSON = new JsonMapper();

  /** Decodes the state of a view from the tag's value. */
  public static JsonNode state(String value) throws DataFormatException {
    String state = JSON.readTree(value).required("state").asString();
    assertThat(state).startsWith("deflate;");
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(Base64.getDecoder().decode(state.substring("deflate;".length())));
      byte[] text = new byte[100_000];
      int length = inflater.inflate(text);
      assertThat(inflater.finished()).isTrue();
      return JSON.readTree(new String(text, 0, length, StandardCharsets.UTF_8));
    } finally {
      inflater.end();
    }
  }

  @Test
  void aViewHasItsGroupsColumnsSectionsAndCharts() throws DataFormatException {
    SavedView view =
        new SavedView("Methods")
            .filter("tags.seed = \"0\"")
            .groupBy(List.of("method"))
            .column("metrics", "final/score")
            .section("Score", true, 2, 360)
            .lines(List.of("eval/score", "eval/other"))
            .bars("final/score")
            .section("Images", false, 1, 660)
            .images("support/state_1", 4000);

    String value = view.replacing("", 1234).orElseThrow();

    JsonNode saved = JSON.readTree(value);
    assertThat(saved.required("name").asString()).isEqualTo("Methods");
    assertThat(saved.required("createdAt").asLong()).isEqualTo(1234);
    assertThat(saved.required("updatedAt").asLong()).isEqualTo(1234);
    JsonNode state = state(value);
    assertThat(state.required("searchFilter").asString()).isEqualTo("tags.seed = \"0\"");
    assertThat(state.required("groupBy"))
        .hasToString(
            "{\"aggregateFunction\":\"average\",\"groupByKeys\":[{\"mode\":\"tag\",\"groupByData\":\"method\"}]}");
    assertThat(state.required("selectedColumns")).hasToString("[\"metrics.`final/score`\"]");
    assertThat(state.at("/compareRunSections/1/name").asString()).isEqualTo("Images");
    assertThat(state.at("/compareRunSections/1/display").asBoolean()).isFalse();
    assertThat(state.at("/compareRunSections/1/cardHeight").asInt()).isEqualTo(660);
    JsonNode lines = state.at("/compareRunCharts/0");
    assertThat(lines.required("type").asString()).isEqualTo("LINE");
    assertThat(lines.required("metricSectionId")).isEqualTo(state.at("/compareRunSections/0/uuid"));
    assertThat(lines.required("selectedMetricKeys")).hasToString("[\"eval/score\",\"eval/other\"]");
    assertThat(state.at("/compareRunCharts/1/type").asString()).isEqualTo("BAR");
    JsonNode images = state.at("/compareRunCharts/2");
    assertThat(images.required("type").asString()).isEqualTo("IMAGE");
    assertThat(images.required("imageKeys")).hasToString("[\"support/state_1\"]");
    assertThat(images.required("showRunParams").asBoolean()).isFalse();
    assertThat(images.required("step").asLong()).isEqualTo(4000);
  }

  @Test
  void anUnchangedViewIsNotWrittenAgain() {
    String value = new SavedView("a").bars("x").replacing("", 1).orElseThrow();

    assertThat(new SavedView("a").bars("x").replacing(value, 2)).isEmpty();
    assertThat(new SavedView("a").bars("y").replacing(value, 2)).isPresent();
  }

  @Test
  void aViewThatAUserChangedIsKept() {
    // MLflow's page sets updatedAt when a user saves a change.
    String changed = "{\"name\":\"a\",\"createdAt\":1,\"updatedAt\":5,\"state\":\"deflate;\"}";

    assertThat(new SavedView("a").bars("y").replacing(changed, 9)).isEmpty();
    assertThat(SavedView.isChangedByUser(changed)).isTrue();
    assertThat(SavedView.isChangedByUser("no view")).isFalse();
    assertThat(SavedView.isChangedByUser("")).isFalse();
  }
}
