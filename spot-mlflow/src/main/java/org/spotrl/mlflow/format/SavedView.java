package org.spotrl.mlflow.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A saved view of an experiment's page in MLflow: which runs, columns and charts it shows. MLflow
 * keeps it as a tag of the experiment. MLflow adds charts of metrics that the view does not have;
 * they go into the section of their name, or into a new one at the end.
 */
public final class SavedView {

  /** Start of the names of tags that hold views; the key of the view follows. */
  public static final String TAG = "mlflow.sharedViewState.";

  /** Key of spot's view that compares methods over their seeds. */
  public static final String METHODS = "spot-methods";

  /** Key of spot's view with the pictures of single states. */
  public static final String SUPPORT = "spot-support";

  private static final String STATE = "state";
  private static final String COMPRESSED = "deflate;";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** {@code isAccordionReordered}: otherwise MLflow sorts the sections by name. */
  private static final String START =
      """
      {"searchFilter": "", "orderByKey": "attributes.start_time", "orderByAsc": false,
       "startTime": "ALL", "lifecycleFilter": "Active", "datasetsFilter": [],
       "modelVersionFilter": "All Runs", "selectedColumns": [], "columnOrder": [],
       "columnWidths": {}, "runsHiddenMode": "FIRST_10_RUNS", "viewMaximized": false,
       "runListHidden": false, "isAccordionReordered": true, "useGroupedValuesInCharts": true,
       "hideEmptyCharts": true, "groupsExpanded": {}, "groupBy": null,
       "globalLineChartConfig": {"xAxisKey": "step", "lineSmoothness": 0,
       "selectedXAxisMetricKey": ""}}
      """;

  /** Runs that a chart draws at first. */
  private static final int RUNS = 10;

  private final String name;
  private final ObjectNode view = (ObjectNode) JSON.readTree(START);
  private final ArrayNode sections = JSON.createArrayNode();
  private final ArrayNode charts = JSON.createArrayNode();
  private String section = "";

  /**
   * A view of all runs that are not deleted, without charts.
   *
   * @param name what MLflow's list of views shows
   */
  public SavedView(String name) {
    this.name = name;
    view.set("compareRunSections", sections);
    view.set("compareRunCharts", charts);
  }

  /** Shows the runs that a filter in MLflow's syntax finds. */
  public SavedView filter(String filter) {
    view.put("searchFilter", filter);
    return this;
  }

  /**
   * Groups runs by a tag: a line is then their mean, its band goes from the lowest to the highest.
   */
  public SavedView groupBy(String tag) {
    view.putObject("groupBy")
        .put("aggregateFunction", "average")
        .putArray("groupByKeys")
        .addObject()
        .put("mode", "tag")
        .put("groupByData", tag);
    return this;
  }

  /** Adds a column to the list of runs: of {@code metrics}, {@code params} or {@code tags}. */
  public SavedView column(String type, String key) {
    view.withArray("selectedColumns").add("%s.`%s`".formatted(type, key));
    return this;
  }

  /**
   * Begins a section, into which the next charts go.
   *
   * @param title its title
   * @param open whether its charts are shown at first
   * @param columns charts side by side
   * @param height of a chart in pixels
   */
  public SavedView section(String title, boolean open, int columns, int height) {
    section = title;
    sections
        .addObject()
        .put("uuid", title)
        .put("name", title)
        .put("display", open)
        .put("isReordered", true)
        .put("deleted", false)
        .put("isGenerated", false)
        .put("columns", columns)
        .put("cardHeight", height);
    return this;
  }

  /** Adds a chart of lines over steps: the metrics of all runs in one. */
  public SavedView lines(List<String> metrics) {
    ObjectNode chart =
        chart("LINE", metrics.get(0))
            .put("metricKey", metrics.get(0))
            .put("lineSmoothness", 0)
            .put("xAxisScaleType", "linear")
            .put("scaleType", "linear")
            .put("xAxisKey", "step")
            .put("selectedXAxisMetricKey", "")
            .put("yAxisKey", "metric")
            .put("ignoreOutliers", false)
            .put("useGlobalXaxisKey", true)
            .put("useGlobalLineSmoothing", true);
    chart.putObject("range");
    chart.putArray("yAxisExpressions");
    ArrayNode keys = chart.putArray("selectedMetricKeys");
    metrics.forEach(keys::add);
    return this;
  }

  /** Adds a chart of bars: the latest value of a metric. */
  public SavedView bars(String metric) {
    chart("BAR", metric).put("metricKey", metric);
    return this;
  }

  /**
   * Adds the pictures of a series, those of the runs side by side, without the runs' parameters.
   *
   * @param step the one that is shown at first
   */
  public SavedView pictures(String series, long step) {
    chart("IMAGE", series)
        .put("showRunParams", false)
        .put("step", step)
        .putArray("imageKeys")
        .add(series);
    return this;
  }

  private ObjectNode chart(String type, String key) {
    return charts
        .addObject()
        .put("uuid", section + " " + key)
        .put("type", type)
        .put("metricSectionId", section)
        .put("runsCountToCompare", RUNS)
        .put("deleted", false)
        .put("isGenerated", false)
        .put("displayName", key.substring(key.lastIndexOf('/') + 1));
  }

  /**
   * The value of the tag that holds the view, if it has to be written.
   *
   * @param existing the value that the tag has; empty if there is none
   * @param millis the time of writing, milliseconds since 1970
   * @return nothing if the tag holds this view already, or one that a user has changed
   */
  public Optional<String> replacing(String existing, long millis) {
    String state = COMPRESSED + compressed(JSON.writeValueAsString(view));
    if (isChangedByUser(existing)
        || Json.parse(existing).filter(old -> Json.text(old, STATE).equals(state)).isPresent()) {
      return Optional.empty();
    }
    // Both times are the same until MLflow's page saves a change.
    return Optional.of(
        JSON.createObjectNode()
            .put("name", name)
            .put("createdAt", millis)
            .put("updatedAt", millis)
            .put(STATE, state)
            .toString());
  }

  /** Whether a user saved a change of this view on MLflow's page; false for what is no view. */
  public static boolean isChangedByUser(String value) {
    Optional<JsonNode> saved = Json.parse(value);
    return saved.isPresent()
        && Json.number(saved.get(), "updatedAt") != Json.number(saved.get(), "createdAt");
  }

  private static String compressed(String text) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
      deflater.finish();
      byte[] bytes = new byte[text.length() * 3 + 64];
      int length = deflater.deflate(bytes);
      return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, length));
    } finally {
      deflater.end();
    }
  }
}
