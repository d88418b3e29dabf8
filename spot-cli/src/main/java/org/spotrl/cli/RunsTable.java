package org.spotrl.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.spotrl.studies.comparison.RunRecord;

/**
 * The list of runs, for people and as CSV.
 *
 * @param columns the columns of the table
 */
record RunsTable(List<Column> columns) {

  /** Id, name, experiment and state. */
  private static final int TEXT_COLUMNS = 4;

  /**
   * A column.
   *
   * @param title its head for people
   * @param field its head in CSV
   * @param shown its cell for people
   * @param raw its cell in CSV, empty without a value
   */
  record Column(
      String title,
      String field,
      Function<RunRecord, String> shown,
      Function<RunRecord, String> raw) {}

  /**
   * The table of these runs.
   *
   * @param keys whole names of what is shown besides the usual columns, {@link RunRecord#value}
   */
  static RunsTable of(List<RunRecord> runs, List<String> keys) {
    int idLength = Format.idLength(runs.stream().map(RunRecord::run).toList());
    List<Column> columns = new ArrayList<>();
    columns.add(
        new Column("run", "id", run -> Format.id(run.run().id(), idLength), run -> run.run().id()));
    columns.add(same("name", run -> run.run().name()));
    columns.add(same("experiment", run -> run.run().experimentName()));
    columns.add(same("state", RunRecord::state));
    columns.add(
        new Column(
            "started",
            "started",
            run -> Format.moment(run.run().startMillis()),
            run -> Instant.ofEpochMilli(run.run().startMillis()).toString()));
    columns.add(
        new Column(
            "took", "seconds", run -> Format.duration(run.seconds()), run -> raw(run.seconds())));
    columns.add(
        new Column("score", "score", run -> Format.score(run.score()), run -> raw(run.score())));
    columns.add(
        new Column(
            "updates/s",
            "updates_per_second",
            run -> rounded(run.updatesPerSecond()),
            run -> raw(run.updatesPerSecond())));
    for (String key : keys) {
      columns.add(new Column(key, key, run -> shown(run, key), run -> run.value(key).orElse("")));
    }
    return new RunsTable(List.copyOf(columns));
  }

  /** The lines for people. */
  List<String> lines(List<RunRecord> runs) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(columns.stream().map(Column::title).toList());
    for (RunRecord run : runs) {
      rows.add(columns.stream().map(column -> column.shown().apply(run)).toList());
    }
    return TextTable.lines(rows, TEXT_COLUMNS);
  }

  /** The lines as CSV, full values. */
  List<String> csv(List<RunRecord> runs) {
    List<String> lines = new ArrayList<>();
    lines.add(Csv.line(columns.stream().map(Column::field).toList()));
    for (RunRecord run : runs) {
      lines.add(Csv.line(columns.stream().map(column -> column.raw().apply(run)).toList()));
    }
    return lines;
  }

  private static Column same(String name, Function<RunRecord, String> cell) {
    return new Column(name, name, cell, cell);
  }

  private static String shown(RunRecord run, String key) {
    OptionalDouble metric = run.metric(key);
    return metric.isPresent()
        ? Format.number(metric.getAsDouble())
        : run.value(key).orElse(Format.NONE);
  }

  private static String rounded(OptionalDouble value) {
    return value.isPresent() ? Long.toString(Math.round(value.getAsDouble())) : Format.NONE;
  }

  private static String raw(OptionalDouble value) {
    return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
  }
}
