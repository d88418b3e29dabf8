package org.spotrl.studies.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.spotrl.studies.report.ReportTable.Cell;
import org.spotrl.studies.report.ReportTable.Column;
import org.spotrl.studies.report.ReportTable.Row;
import org.spotrl.studies.report.figure.Markup;

/** Writes tables as HTML, CSV, Markdown and LaTeX. */
final class TableText {

  private static final Map<Character, String> LATEX =
      Map.ofEntries(
          Map.entry('\\', "\\textbackslash{}"),
          Map.entry('&', "\\&"),
          Map.entry('%', "\\%"),
          Map.entry('$', "\\$"),
          Map.entry('#', "\\#"),
          Map.entry('_', "\\_"),
          Map.entry('{', "\\{"),
          Map.entry('}', "\\}"),
          Map.entry('~', "\\textasciitilde{}"),
          Map.entry('^', "\\textasciicircum{}"),
          Map.entry('<', "\\textless{}"),
          Map.entry('>', "\\textgreater{}"),
          Map.entry('"', "\\textquotedbl{}"),
          Map.entry('±', "$\\pm$"),
          Map.entry('−', "$-$"),
          Map.entry('λ', "$\\lambda$"),
          Map.entry('–', "--"));

  private static final Pattern MARKDOWN = Pattern.compile("[\\\\`*_{}\\[\\]<>#|~&]");

  /** Longer cells are wrapped. */
  private static final int LONG = 45;

  private TableText() {}

  /** The table as an HTML element. */
  static String html(ReportTable table) {
    List<Column> columns = table.columns();
    String head =
        line(
            columns.size(),
            "",
            i -> htmlCell("th scope=\"col\"", columns.get(i), header(columns, i)));
    String body =
        table.rows().stream()
            .map(
                row ->
                    "<tr%s>%s</tr>"
                        .formatted(
                            row.summary() ? " class=\"summary\"" : "",
                            line(
                                columns.size(),
                                "",
                                i ->
                                    htmlCell(
                                        tag(i, row.cells().get(i)),
                                        columns.get(i),
                                        marked(
                                            row.cells().get(i),
                                            Markup::escape,
                                            "<strong>%s</strong>",
                                            "<u>%s</u>")))))
            .collect(Collectors.joining("\n"));
    return "<table>\n<thead><tr>%s</tr></thead>\n<tbody>\n%s\n</tbody>\n</table>"
        .formatted(head, body);
  }

  private static String tag(int column, Cell cell) {
    String wrapped = cell.text().length() > LONG ? " data-long=\"\"" : "";
    return (column == 0 ? "th scope=\"row\"" : "td") + wrapped;
  }

  private static String header(List<Column> columns, int i) {
    return Markup.escape(columns.get(i).header());
  }

  private static String htmlCell(String tag, Column column, String content) {
    return "<%s%s>%s</%s>"
        .formatted(
            tag, column.right() ? " class=\"number\"" : "", content, tag.replaceFirst(" .*", ""));
  }

  /** The table as CSV (RFC 4180) with all digits. */
  static String csv(ReportTable table) {
    List<Column> columns = table.columns();
    List<String> lines = new ArrayList<>();
    lines.add(
        columns.stream()
            .flatMap(
                column ->
                    column.numbers().isEmpty()
                        ? List.of(column.header()).stream()
                        : column.numbers().stream()
                            .map(each -> (column.header() + " " + each).strip()))
            .map(TableText::quoted)
            .collect(Collectors.joining(",")));
    for (Row row : table.rows()) {
      lines.add(
          line(
              columns.size(),
              ",",
              i -> {
                Cell cell = row.cells().get(i);
                int numbers = columns.get(i).numbers().size();
                return numbers == 0
                    ? quoted(cell.text())
                    : line(
                        numbers,
                        ",",
                        n -> n < cell.numbers().size() ? number(cell.numbers().get(n)) : "");
              }));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String quoted(String text) {
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /** The table in GitHub's Markdown, with its title and text. */
  static String markdown(ReportTable table) {
    List<Column> columns = table.columns();
    List<String> lines = new ArrayList<>();
    lines.add("**%s.** %s%n".formatted(markdown(table.title()), markdown(table.text())));
    lines.add(markdownLine(columns.size(), i -> markdown(columns.get(i).header())));
    lines.add(markdownLine(columns.size(), i -> columns.get(i).right() ? "---:" : "---"));
    for (Row row : table.rows()) {
      lines.add(
          markdownLine(
              columns.size(),
              i -> marked(row.cells().get(i), TableText::markdown, "**%s**", "<u>%s</u>")));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String markdownLine(int columns, IntFunction<String> cell) {
    return "| " + line(columns, " | ", cell) + " |";
  }

  private static String markdown(String text) {
    return MARKDOWN.matcher(oneLine(text)).replaceAll("\\\\$0");
  }

  /** The table in LaTeX, for the package booktabs. */
  static String latex(ReportTable table) {
    List<Column> columns = table.columns();
    List<String> lines = new ArrayList<>();
    lines.add("% " + oneLine(table.title()) + ". Needs \\usepackage{booktabs}.");
    lines.add("% " + oneLine(table.text()));
    lines.add(
        "\\begin{tabular}{%s}"
            .formatted(line(columns.size(), "", i -> columns.get(i).right() ? "r" : "l")));
    lines.add("\\toprule");
    lines.add(line(columns.size(), " & ", i -> latex(columns.get(i).header())) + " \\\\");
    lines.add("\\midrule");
    boolean summing = false;
    for (Row row : table.rows()) {
      if (row.summary() && !summing) {
        lines.add("\\midrule");
      }
      summing = row.summary();
      lines.add(
          line(
                  columns.size(),
                  " & ",
                  i ->
                      marked(
                          row.cells().get(i), TableText::latex, "\\textbf{%s}", "\\underline{%s}"))
              + " \\\\");
    }
    lines.add("\\bottomrule");
    lines.add("\\end{tabular}");
    return String.join("\n", lines) + "\n";
  }

  private static String latex(String text) {
    return oneLine(text)
        .chars()
        .mapToObj(c -> LATEX.getOrDefault((char) c, Character.toString((char) c)))
        .collect(Collectors.joining());
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String marked(
      Cell cell, Function<String, String> escape, String best, String nearBest) {
    String text = escape.apply(cell.text());
    return switch (cell.mark()) {
      case NONE -> text;
      case BEST -> best.replace("%s", text);
      case NEAR_BEST -> nearBest.replace("%s", text);
    };
  }

  private static String line(int size, String separator, IntFunction<String> cell) {
    return IntStream.range(0, size).mapToObj(cell).collect(Collectors.joining(separator));
  }
}
