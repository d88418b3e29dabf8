package org.spotrl.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Lines of comma separated values (RFC 4180). */
final class Csv {

  private Csv() {}

  /** One line, without its end. */
  static String line(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(","));
  }

  private static String cell(String text) {
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
