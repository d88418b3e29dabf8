package org.spotrl.studies.report;

import java.util.List;

/**
 * A table of a report.
 *
 * @param name name of its files without the extension
 * @param title what it shows
 * @param text how to read it
 * @param columns its columns; the first one names the rows
 * @param rows its rows
 */
public record ReportTable(
    String name, String title, String text, List<Column> columns, List<Row> rows) {

  /** Copies the lists. */
  public ReportTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * A column.
   *
   * @param header its header
   * @param right whether its cells are aligned right
   * @param numbers in CSV: the headers of the numbers of a cell; empty: the cell's text
   */
  public record Column(String header, boolean right, List<String> numbers) {

    /** A column of texts. */
    public static Column text(String header) {
      return new Column(header, false, List.of());
    }

    /** A column whose cells have several numbers, for example mean, std and seeds. */
    public static Column numbers(String header, String... numbers) {
      return new Column(header, true, List.of(numbers));
    }
  }

  /** How a cell stands out. */
  public enum Mark {
    /** As the others. */
    NONE,
    /** The best of its row. */
    BEST,
    /** Within one standard error of the best. */
    NEAR_BEST
  }

  /**
   * A cell.
   *
   * @param text as it is shown
   * @param mark how it stands out
   * @param numbers its numbers with all digits for CSV; NaN for a missing one
   */
  public record Cell(String text, Mark mark, List<Double> numbers) {

    /** A cell that does not stand out. */
    public static Cell of(String text, Double... numbers) {
      return new Cell(text, Mark.NONE, List.of(numbers));
    }
  }

  /**
   * A row.
   *
   * @param summary whether it sums up the rows above
   * @param cells one cell for each column
   */
  public record Row(boolean summary, List<Cell> cells) {

    /** Copies the cells. */
    public Row {
      cells = List.copyOf(cells);
    }

    /** A row of texts. */
    public static Row of(String... texts) {
      return new Row(false, List.of(texts).stream().map(text -> Cell.of(text)).toList());
    }
  }
}
