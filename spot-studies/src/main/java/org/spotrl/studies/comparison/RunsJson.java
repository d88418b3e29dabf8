package org.spotrl.studies.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.studies.statistics.SeedStatistics;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes runs and groups as JSON, with all recorded values in full precision. */
public final class RunsJson {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** A metric's latest point. */
  private record Point(long step, double value) {}

  private RunsJson() {}

  /** Returns a list with an object for each run; times are milliseconds since 1970. */
  public static String runs(List<RunRecord> runs) {
    return JSON.writeValueAsString(runs.stream().map(RunsJson::run).toList());
  }

  /**
   * Returns a list with an object for each metric: its groups and notes.
   *
   * @param keys the keys that the runs are grouped by
   * @param byMetric the groups by metric
   */
  public static String groups(List<String> keys, Map<String, RunGroups> byMetric) {
    List<Map<String, Object>> all = new ArrayList<>();
    byMetric.forEach(
        (metric, groups) -> {
          Map<String, Object> object = new LinkedHashMap<>();
          object.put("metric", metric);
          object.put("groups", groups.groups().stream().map(g -> group(keys, g)).toList());
          object.put("notes", groups.notes());
          all.add(object);
        });
    return JSON.writeValueAsString(all);
  }

  private static Map<String, Object> group(List<String> keys, RunGroups.Group group) {
    Map<String, String> by = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      by.put(keys.get(i), group.values().get(i));
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("by", by);
    object.put("settings", group.settings());
    object.put("runs", group.runs().stream().map(run -> run.run().id()).toList());
    SeedStatistics s = group.statistics();
    object.put("count", s.count());
    object.put("mean", s.mean());
    if (s.count() > 1) {
      object.put("std", s.std());
      object.put("ci95_low", s.low());
      object.put("ci95_high", s.high());
    }
    object.put("min", s.min());
    object.put("max", s.max());
    return object;
  }

  private static Map<String, Object> run(RunRecord run) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", run.run().id());
    object.put("name", run.run().name());
    object.put("experiment", run.run().experimentName());
    object.put("state", run.state());
    object.put("start_time", run.run().startMillis());
    if (run.run().endMillis() > 0) {
      object.put("end_time", run.run().endMillis());
    }
    Map<String, Object> metrics = new TreeMap<>();
    run.metrics()
        .forEach((name, point) -> metrics.put(name, new Point(point.step(), point.value())));
    object.put("metrics", metrics);
    object.put("parameters", run.parameters());
    object.put("tags", run.tags());
    return object;
  }
}
