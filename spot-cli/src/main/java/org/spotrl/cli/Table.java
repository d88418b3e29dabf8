package org.spotrl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.text.WordUtils;

/** Formats rows as aligned columns, or as CSV (RFC 4180) with full values. */
enum Table {
  /** Aligned columns. */
  TEXT,
  /** CSV. */
  CSV;

  /** A missing value in a text table. */
  static final String NONE = "-";

  private static final String INDENT = "  ";

  /** A cell with different values in a text table and in CSV. */
  String cell(String shown, String full) {
    return this == CSV ? full : shown;
  }

  /** A number: all digits in CSV, formatted in a text table. */
  String number(Optional<Double> value, Function<Double, String> shown) {
    return this == CSV ? value.map(String::valueOf).orElse("") : value.map(shown).orElse(NONE);
  }

  /** A row with the cells of both lists. */
  static List<String> row(List<String> first, List<String> others) {
    return Stream.concat(first.stream(), others.stream()).toList();
  }

  /**
   * The rows as lines. In a text table, each column is as wide as its longest cell. A row with only
   * one cell is a heading; it does not make its column wider.
   *
   * @param left the number of first columns that are aligned left; the others are aligned right
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
   * As above, in at most this many columns if possible: if a row is too wide, the first cell of
   * every row gets its own line. A heading that is too long is wrapped.
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
