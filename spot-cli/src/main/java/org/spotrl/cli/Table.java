package org.spotrl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.text.WordUtils;

/** How rows are written as lines: in columns for people, or as CSV (RFC 4180) with full values. */
enum Table {
  /** For people. */
  TEXT,
  /** For programs. */
  CSV;

  /** Stands for a missing value in a table for people. */
  static final String NONE = "-";

  private static final String INDENT = "  ";

  /** A cell with one text for people and another one for CSV. */
  String cell(String shown, String full) {
    return this == CSV ? full : shown;
  }

  /** A number, which CSV has in full and leaves empty without a value. */
  String number(Optional<Double> value, Function<Double, String> shown) {
    return this == CSV ? value.map(String::valueOf).orElse("") : value.map(shown).orElse(NONE);
  }

  /** A row of all these cells. */
  static List<String> row(List<String> first, List<String> others) {
    return Stream.concat(first.stream(), others.stream()).toList();
  }

  /**
   * The rows as lines. For people each column is as wide as its longest cell; rows may have fewer
   * cells, and a cell alone in its row is a heading and makes no column wider.
   *
   * @param left how many of the first columns are text, to the left; numbers are to the right
   */
  List<String> lines(List<List<String>> rows, int left) {
    if (this == CSV) {
      return rows.stream()
          .map(row -> row.stream().map(Table::quoted).collect(Collectors.joining(",")))
          .toList();
    }
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = IntStream.range(0, columns).map(column -> width(rows, column)).toArray();
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>();
      for (int c = 0; c < row.size(); c++) {
        String pad = " ".repeat(Math.max(0, widths[c] - row.get(c).length()));
        cells.add(c < left ? row.get(c) + pad : pad + row.get(c));
      }
      lines.add(String.join("  ", cells).stripTrailing());
    }
    return lines;
  }

  /**
   * The same in at most so many columns where that can be: a row that is too wide gets its first
   * cell on a line of its own, as all rows do then; a heading that is too long is broken.
   */
  List<String> lines(List<List<String>> rows, int left, int columns) {
    List<String> lines = lines(rows, left);
    if (this == CSV || lines.stream().allMatch(line -> line.length() <= columns)) {
      return lines;
    }
    List<List<String>> others =
        rows.stream()
            .map(row -> row.size() > 1 ? row.subList(1, row.size()) : List.<String>of())
            .toList();
    List<String> below = lines(others, Math.max(0, left - 1));
    List<String> folded = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      folded.addAll(
          WordUtils.wrap(rows.get(i).get(0), columns, "\n" + INDENT, false).lines().toList());
      if (!below.get(i).isEmpty()) {
        folded.add(INDENT + below.get(i));
      }
    }
    return folded;
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream()
        .filter(row -> row.size() > Math.max(1, column))
        .mapToInt(row -> row.get(column).length())
        .max()
        .orElse(0);
  }

  private static String quoted(String text) {
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
