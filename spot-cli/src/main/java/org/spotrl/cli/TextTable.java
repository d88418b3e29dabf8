package org.spotrl.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns: text to the left, numbers to the right. */
final class TextTable {

  private TextTable() {}

  /**
   * The rows as lines, each column as wide as its longest cell; rows may have fewer cells. A cell
   * alone in its row is a heading and makes no column wider.
   *
   * @param left how many of the first columns are text
   */
  static List<String> lines(List<List<String>> rows, int left) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int c = 0; c < row.size(); c++) {
        int width = row.size() == 1 ? 0 : row.get(c).length();
        if (c == widths.size()) {
          widths.add(width);
        } else {
          widths.set(c, Math.max(widths.get(c), width));
        }
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < row.size(); c++) {
        String pad = " ".repeat(Math.max(0, widths.get(c) - row.get(c).length()));
        line.append(c == 0 ? "" : "  ").append(c < left ? row.get(c) + pad : pad + row.get(c));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
