package org.spotrl.studies.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spotrl.api.SpotVersion;
import org.spotrl.studies.report.figure.Figure;
import org.spotrl.studies.report.figure.Ink;
import org.spotrl.studies.report.figure.Markup;

/**
 * The page of a report: HTML that is also well-formed XML, with everything in it. It works without
 * a network and without scripts, and its policy allows neither.
 */
final class ReportPage {

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
      <title>%s</title>
      <style>
      %s
      </style>
      </head>
      <body>
      <header>
      <h1>%s</h1>
      %s
      <p class="summary">%s</p>
      %s
      <nav>%s</nav>
      </header>
      <main>
      %s
      </main>
      <footer>%s. Made by spot %s.</footer>
      </body>
      </html>
      """;

  private ReportPage() {}

  static String html(StudyReport report, FileNames names) {
    Stream<String> sections = report.sections().stream().map(section -> section(section, names));
    Stream<String> file = report.studyFile().isEmpty() ? Stream.of() : Stream.of(studyFile(report));
    return PAGE.formatted(
        Markup.escape(report.title()),
        css(),
        Markup.escape(report.title()),
        paragraph("description", report.description()),
        Markup.escape(report.summary()),
        warnings(report),
        report.sections().stream()
            .map(each -> "<a href=\"#%s\">%s</a>".formatted(id(each), Markup.escape(each.title())))
            .collect(Collectors.joining(" ")),
        Stream.concat(sections, file).collect(Collectors.joining("\n")),
        Markup.escape(report.source()),
        Markup.escape(SpotVersion.current()));
  }

  private static String css() {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is not in the jar");
      }
      return new String(in.readAllBytes(), UTF_8)
          .replace("LIGHT", Ink.css(false))
          .replace("DARK", Ink.css(true));
    } catch (IOException e) {
      throw new UncheckedIOException("report.css cannot be read", e);
    }
  }

  private static String warnings(StudyReport report) {
    return report.warnings().isEmpty()
        ? ""
        : report.warnings().stream()
            .map(warning -> "<li>" + Markup.escape(warning) + "</li>")
            .collect(Collectors.joining("\n", "<ul class=\"warnings\">\n", "\n</ul>"));
  }

  private static String section(Section section, FileNames names) {
    String tables =
        section.tables().stream()
            .map(table -> table(table, names))
            .collect(Collectors.joining("\n"));
    String figures =
        section.figures().stream()
            .map(figure -> figure(figure, names))
            .collect(Collectors.joining("\n"));
    return """
        <section id="%s">
        <h2>%s</h2>
        %s
        %s
        %s
        </section>"""
        .formatted(
            id(section),
            Markup.escape(section.title()),
            paragraph("text", section.text()),
            tables,
            figures.isEmpty() ? "" : "<div class=\"figures\">\n" + figures + "\n</div>");
  }

  private static String table(ReportTable table, FileNames names) {
    String files =
        Stream.of("csv", "md", "tex")
            .map(each -> "<a href=\"%s\">%s</a>".formatted(names.table(table, each), each))
            .collect(Collectors.joining(" "));
    return """
        <figure class="table">
        <figcaption><b>%s.</b> %s <span class="files">%s</span></figcaption>
        <div class="scroll">%s</div>
        </figure>"""
        .formatted(
            Markup.escape(table.title()),
            Markup.escape(table.text()),
            files,
            TableText.html(table));
  }

  private static String figure(Figure figure, FileNames names) {
    return """
        <figure>
        <figcaption><b>%s.</b> %s <span class="files"><a href="%s">png</a></span></figcaption>
        <div class="scroll">%s</div>
        </figure>"""
        .formatted(
            Markup.escape(figure.title()),
            Markup.escape(figure.text()),
            names.figure(figure),
            figure.svg());
  }

  private static String studyFile(StudyReport report) {
    return "<details><summary>Study file</summary><pre>%s</pre></details>"
        .formatted(Markup.escape(report.studyFile()));
  }

  private static String paragraph(String style, String text) {
    return text.isEmpty() ? "" : "<p class=\"%s\">%s</p>".formatted(style, Markup.escape(text));
  }

  private static String id(Section section) {
    return section.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
