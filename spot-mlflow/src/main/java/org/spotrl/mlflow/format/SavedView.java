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
 * A saved view of an experiment's page in MLflow: its runs, columns and charts. MLflow stores it in
 * a tag of the experiment. For metrics without a chart MLflow adds one, in the section of that name
 * or in a new section at the end.
 */
public final class SavedView {

  /** Prefix of the tags that hold views; the key of the view follows. */
  public static final String TAG = "mlflow.sharedViewState.";

  /** Key of spot's view that compares methods over seeds. */
  public static final String METHODS = "spot-methods";

  /** Key of spot's view with the images of single states. */
  public static final String SUPPORT = "spot-support";

  private static final String STATE = "state";
  private static final String COMPRESSED = "deflate;";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Without {@code isAccordionReordered} MLflow sorts the sections by name. */
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

  /** Number of runs that a chart draws at first. */
  private static final int RUNS = 10;

  private final String name;
  private final ObjectNode view = (ObjectNode) JSON.readTree(START);
  private final ArrayNode sections = JSON.createArrayNode();
  private final ArrayNode charts = JSON.createArrayNode();
  private String section = "";

  /**
   * Creates a view of all active runs, without charts.
   *
   * @param name the name in MLflow's list of views
   */
  public SavedView(String name) {
    this.name = name;
    view.set("compareRunSections", sections);
    view.set("compareRunCharts", charts);
  }

  /** Shows only runs that match a filter in MLflow's syntax. */
  public SavedView filter(String filter) {
    view.put("searchFilter", filter);
    return this;
  }

  /** Groups runs by tags: a line shows the mean, its band the range from lowest to highest. */
  public SavedView groupBy(List<String> tags) {
    ArrayNode keys =
        view.putObject("groupBy").put("aggregateFunction", "average").putArray("groupByKeys");
    tags.forEach(tag -> keys.addObject().put("mode", "tag").put("groupByData", tag));
    return this;
  }

  /** Adds a column of type {@code metrics}, {@code params} or {@code tags} to the list of runs. */
  public SavedView column(String type, String key) {
    view.withArray("selectedColumns").add("%s.`%s`".formatted(type, key));
    return this;
  }

  /**
   * Begins a section for the charts that follow.
   *
   * @param title the section's title
   * @param open whether its charts are shown at first
   * @param columns number of charts side by side
   * @param height height of a chart in pixels
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

  /** Adds one line chart over steps with these metrics of all runs. */
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

  /** Adds a bar chart of the latest value of a metric. */
  public SavedView bars(String metric) {
    chart("BAR", metric).put("metricKey", metric);
    return this;
  }

  /**
   * Adds an image series, with the runs side by side and without their parameters.
   *
   * @param step the step shown at first
   */
  public SavedView images(String series, long step) {
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
   * The new value of the view's tag, if the tag must be written.
   *
   * @param existing the tag's present value; empty if there is none
   * @param millis the time of writing, milliseconds since 1970
   * @return empty if the tag already holds this view or a user has changed the view
   */
  public Optional<String> replacing(String existing, long millis) {
    String state = COMPRESSED + compressed(JSON.writeValueAsString(view));
    if (isChangedByUser(existing)
        || Json.parse(existing).filter(old -> Json.text(old, STATE).equals(state)).isPresent()) {
      return Optional.empty();
    }
    // The two times are equal until a user saves a change on MLflow's page.
    return Optional.of(
        JSON.createObjectNode()
            .put("name", name)
            .put("createdAt", millis)
            .put("updatedAt", millis)
            .put(STATE, state)
            .toString());
  }

  /** Whether a user saved a change of this view on MLflow's page; false if the text is no view. */
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
