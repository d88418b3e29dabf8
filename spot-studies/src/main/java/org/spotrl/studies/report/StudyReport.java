package org.spotrl.studies.report;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.function.Supplier;
import org.spotrl.studies.report.figure.Figure;
import org.spotrl.studies.study.RecordedStudy;

/**
 * The report of a study: a page with tables and figures, and a file for each of them.
 *
 * @param title name of the study
 * @param description what the study shows; may be empty
 * @param summary how many runs are finished, running and so on
 * @param source where the runs were read, and when
 * @param warnings what a reader must know about the numbers
 * @param sections the content, in reading order
 * @param studyFile the study's YAML file; empty if it is not recorded
 */
public record StudyReport(
    String title,
    String description,
    String summary,
    String source,
    List<String> warnings,
    List<Section> sections,
    String studyFile) {

  /** Name of the page. */
  public static final String PAGE = "report.html";

  /** Path of the report in the artifacts of the study. */
  public static final String ARTIFACT = "report";

  private static final String STUDY_FILE = "study/study.yaml";

  /** Copies the lists. */
  public StudyReport {
    warnings = List.copyOf(warnings);
    sections = List.copyOf(sections);
  }

  /**
   * Makes the report of a study, which may still be running.
   *
   * @param location where its runs are
   * @param now time of the report
   */
  public static StudyReport of(RecordedStudy study, String location, Instant now) {
    StudyResults results = StudyResults.read(study);
    ProvenanceSection provenance = new ProvenanceSection(results);
    Section scores = new Section("Scores", "", List.of(ScoreTable.of(results)), List.of());
    List<Section> sections =
        inParallel(
            List.of(
                () -> Optional.of(scores),
                () -> RunsSection.of(results),
                () -> AggregateSection.of(results),
                () -> AblationSection.of(results),
                () -> CurveSection.of(results),
                () -> StrengthSection.of(results),
                () -> BudgetSection.of(results),
                () -> TimeSection.of(results),
                () -> Optional.of(provenance.section())));
    return new StudyReport(
        results.plan().study(),
        results.plan().description(),
        RunsSection.summary(results),
        "Read from %s, %s".formatted(location, ProvenanceSection.day(now.toEpochMilli())),
        warnings(results, provenance),
        sections,
        study
            .record()
            .artifact(STUDY_FILE)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .orElse(""));
  }

  /**
   * The sections that there are. Bootstraps take seconds in a large study, and those of one section
   * run in parallel too: only in a pool of its own does the thread of another section help.
   */
  private static List<Section> inParallel(List<Supplier<Optional<Section>>> sections) {
    ForkJoinPool pool = new ForkJoinPool();
    try {
      return pool.submit(
              () -> sections.parallelStream().flatMap(section -> section.get().stream()).toList())
          .join();
    } finally {
      pool.shutdown();
    }
  }

  private static List<String> warnings(StudyResults results, ProvenanceSection provenance) {
    List<String> warnings = new ArrayList<>();
    long missing = results.runs().stream().filter(run -> !run.isScored()).count();
    if (missing > 0) {
      warnings.add(
          "%d of %s have no result; see Missing and failed runs."
              .formatted(missing, Numbers.count(results.runs().size(), "run")));
    }
    results.arms().stream()
        .filter(arm -> results.scored(arm.label()).isEmpty())
        .forEach(arm -> warnings.add("Arm %s has no finished run yet.".formatted(arm.label())));
    warnings.addAll(provenance.warnings());
    return warnings;
  }

  /** The content of all files of the report, by path. */
  public Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    FileNames names = new FileNames();
    files.put(PAGE, utf8(ReportPage.html(this, names)));
    for (ReportTable table : each(Section::tables)) {
      files.put(names.table(table, "csv"), utf8(TableText.csv(table)));
      files.put(names.table(table, "md"), utf8(TableText.markdown(table)));
      files.put(names.table(table, "tex"), utf8(TableText.latex(table)));
    }
    List<Figure> figures = each(Section::figures);
    List<byte[]> pictures = figures.parallelStream().map(Figure::png).toList();
    for (int i = 0; i < figures.size(); i++) {
      files.put(names.figure(figures.get(i)), pictures.get(i));
    }
    return files;
  }

  private <T> List<T> each(Function<Section, List<T>> content) {
    return sections.stream().flatMap(section -> content.apply(section).stream()).toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
