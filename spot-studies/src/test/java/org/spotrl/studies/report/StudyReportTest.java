package org.spotrl.studies.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.studies.report.ReportTable.Cell;
import org.spotrl.studies.report.ReportTable.Mark;
import org.spotrl.studies.report.figure.Figure;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Reports of a study with known scores. */
class StudyReportTest {

  private static final String HOPPER = "hopper-medium-v2";
  private static final String WALKER = "walker2d-medium-v2";
  private static final Map<String, String> SPOT = settings("spot", "0.5");
  private static final Map<String, String> TD3_BC = settings("td3+bc", "");

  @TempDir private Path temp;
  private TestStudy study;

  private static Map<String, String> settings(String algorithm, String lambda) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("algorithm.type", algorithm);
    settings.put("algorithm.updates", "1000");
    if (!lambda.isEmpty()) {
      settings.put("algorithm.regularizer.lambda", lambda);
    }
    return settings;
  }

  /** Two arms on two data sets; one run failed. */
  @BeforeEach
  void record() {
    study = new TestStudy("ablation", temp.resolve("mlruns"));
    double[] spotOnHopper = {80, 90, 100};
    double[] otherOnHopper = {85, 86, 87};
    double[] otherOnWalker = {40, 50, 60};
    for (int seed = 0; seed < 3; seed++) {
      study.finished("ours", HOPPER, seed, SPOT, spotOnHopper[seed]);
      study.finished("TD3+BC", HOPPER, seed, TD3_BC, otherOnHopper[seed]);
      study.finished("TD3+BC", WALKER, seed, TD3_BC, otherOnWalker[seed]);
    }
    study.finished("ours", WALKER, 0, SPOT, 70);
    study.finished("ours", WALKER, 1, SPOT, 72);
    TrackedRun failed = study.started("ours", WALKER, 2, WALKER, SPOT);
    failed.metrics(500, Map.of("eval/normalized_score", 3.0));
    failed.tags(Map.of("spot.failure", "training diverged & <ended>"));
    failed.finish(RunStatus.FAILED);
  }

  private StudyReport report() {
    study.record("SPOT against TD3+BC", "ours");
    return study.report();
  }

  private static ReportTable table(StudyReport report, String name) {
    return report.sections().stream()
        .flatMap(section -> section.tables().stream())
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(ReportTable table, int row) {
    return table.rows().get(row).cells().stream().map(Cell::text).toList();
  }

  private static List<Mark> marks(ReportTable table, int row) {
    return table.rows().get(row).cells().stream().map(Cell::mark).toList();
  }

  private static List<String> figures(StudyReport report) {
    return report.sections().stream()
        .flatMap(section -> section.figures().stream())
        .map(Figure::name)
        .toList();
  }

  @Test
  void scoresAreMeansWithStandardDeviationsAndThePapersNumbers() {
    ReportTable scores = table(report(), "scores");

    assertThat(scores.columns().stream().map(ReportTable.Column::header))
        .containsExactly("data set", "ours", "TD3+BC", "SPOT (paper)", "TD3+BC (paper)");
    // std of 80, 90, 100 is 10, of 85, 86, 87 is 1.
    assertThat(texts(scores, 0))
        .containsExactly(HOPPER, "90.0 ± 10.0", "86.0 ± 1.0", "86.0 ± 8.7", "59.3");
    // std of 70, 72 is sqrt(2).
    assertThat(texts(scores, 1))
        .containsExactly(WALKER, "71.0 ± 1.4 (2/3)", "50.0 ± 10.0", "86.4 ± 2.7", "83.7");
    assertThat(texts(scores, 2)).containsExactly("mean", "80.5", "68.0", "86.2", "71.5");
    assertThat(texts(scores, 3))
        .containsExactly("total", "161.0 ± 11.4", "136.0 ± 11.0", "172.4 ± 11.4", "143.0");
    assertThat(texts(scores, 4)).containsExactly("finished runs", "5 of 6", "6 of 6", "", "");
  }

  @Test
  void theBestIsMarkedAndWhatIsWithinItsStandardError() {
    ReportTable scores = table(report(), "scores");

    // 90 - 10 / sqrt(3) = 84.2 is below 86.
    assertThat(marks(scores, 0)).startsWith(Mark.NONE, Mark.BEST, Mark.NEAR_BEST, Mark.NONE);
    // 71 - sqrt(2) / sqrt(2) = 70 is above 50.
    assertThat(marks(scores, 1)).startsWith(Mark.NONE, Mark.BEST, Mark.NONE, Mark.NONE);
    assertThat(marks(scores, 3)).startsWith(Mark.NONE, Mark.BEST, Mark.NONE, Mark.NONE);
  }

  @Test
  void differencesArePairedBySeed() {
    ReportTable differences = table(report(), "differences");

    // 85 - 80, 86 - 90, 87 - 100: mean -4, std 9, t(0.975, 2) = 4.3027: half width 22.36.
    // Ranks of 5, -4, -13 are 2, 1, 3: W+ = 2, and 3 of 8 outcomes are at most 2.
    assertThat(texts(differences, 0))
        .startsWith(HOPPER, "TD3+BC", "3", "−4.0", "[−26.4, 18.4]")
        .endsWith("0.750 †", "1.000");
    // Seed 2 of ours failed: 40 - 70, 50 - 72.
    assertThat(texts(differences, 1))
        .startsWith(WALKER, "TD3+BC", "2", "−26.0")
        .endsWith("0.500 †", "1.000");
    // (5 - 4 - 13 - 30 - 22) / 5
    assertThat(texts(differences, 2)).startsWith("all data sets", "TD3+BC", "5", "−12.8");
  }

  @Test
  void aggregatesAreOverAllDataSets() {
    ReportTable aggregates = table(report(), "aggregates");

    // Of 70, 72, 80, 90, 100 the middle three; the means of the data sets are 90 and 71.
    assertThat(texts(aggregates, 0).get(1)).startsWith("80.7 [");
    assertThat(texts(aggregates, 0).get(2)).startsWith("80.5 [");
    assertThat(texts(aggregates, 0).get(4)).startsWith("17.6 [");
    // On hopper 3 of 9 pairs are better (85, 86, 87 above 80), on walker none.
    assertThat(texts(aggregates, 1).get(5)).startsWith("0.17 [");
  }

  @Test
  void runsWithoutAResultAreListed() {
    study.planned("ours", HOPPER, 3);
    TrackedRun running = study.started("TD3+BC", HOPPER, 3, HOPPER, TD3_BC);
    running.metrics(1000, Map.of("eval/normalized_score", 20.0));
    TrackedRun infinite = study.started("TD3+BC", HOPPER, 4, HOPPER, TD3_BC);
    infinite.metrics(0, Map.of(RunResult.SCORE, Double.NaN));
    infinite.finish(RunStatus.FINISHED);
    StudyReport report = report();
    ReportTable missing = table(report, "missing-runs");

    assertThat(report.summary())
        .isEqualTo("15 runs: 12 finished, 1 stopped, 1 failed, 1 not started");
    assertThat(report.warnings().get(0)).startsWith("4 of 15 runs have no result");
    assertThat(IntStream.range(0, 4).mapToObj(row -> texts(missing, row).subList(0, 3)))
        .containsExactly(
            List.of("ours-" + WALKER + "-s2", "failed", "training diverged & <ended>"),
            List.of("ours-" + HOPPER + "-s3", "not started", ""),
            // Nobody has its lock.
            List.of("TD3+BC-" + HOPPER + "-s3", "stopped", "last evaluation after 1,000 updates"),
            List.of("TD3+BC-" + HOPPER + "-s4", "finished", RunResult.SCORE + " is NaN"));
    assertThat(texts(table(report, "scores"), 0).get(2)).isEqualTo("86.0 ± 1.0 (3/5)");
    running.finish(RunStatus.KILLED);
  }

  @Test
  void aStudyWithoutFinishedRunsHasAReport() {
    TestStudy empty = new TestStudy("empty", temp.resolve("mlruns"));
    empty.planned("a", HOPPER, 0);
    empty.planned("b", HOPPER, 0);
    empty.record("", "a");
    StudyReport report = empty.report();

    assertThat(report.summary()).isEqualTo("2 runs: 2 not started");
    assertThat(texts(table(report, "scores"), 0)).containsExactly(HOPPER, "– (0/1)", "– (0/1)");
    assertThat(figures(report)).isEmpty();
    assertThat(report.files()).containsKey(StudyReport.PAGE);
  }

  @Test
  void timesAreForAMillionUpdatesBesideThePapers() {
    TrackedRun run = study.started("ours", HOPPER, 5, HOPPER, SPOT);
    run.metrics(
        0,
        Map.of(
            RunResult.SCORE, 1.0, RunResult.TRAINING_SECONDS, 9.0, RunResult.ACTION_MICROS, 12.25));
    run.finish(RunStatus.FINISHED);
    StudyReport report = report();

    // 9 s for 1,000 updates
    assertThat(texts(table(report, "times"), 0))
        .containsExactly("ours", "2 h 30 min", "3 h 25 min", "12.3");
    assertThat(figures(report)).contains("acting-time");
  }

  @Test
  void allFiguresAreDrawnWhenTheRunsHaveWhatTheyNeed() throws Exception {
    for (String lambda : List.of("0", "0.1")) {
      for (String dataset : List.of(HOPPER, WALKER)) {
        study.finished("lambda=" + lambda, dataset, 0, settings("spot", lambda), 30);
        study.finished("lambda=" + lambda, dataset, 1, settings("spot", lambda), 33);
      }
    }
    TrackedRun measured = study.started("measured", HOPPER, 0, HOPPER, SPOT);
    measured.metrics(10, Map.of(RunResult.OWN_DENSITY, -2.0));
    measured.metrics(0, Map.of(RunResult.SCORE, 1.0, RunResult.ACTION_MICROS, 5.0));
    measured.finish(RunStatus.FINISHED);
    StudyReport report = report();

    assertThat(figures(report))
        .containsExactly(
            "aggregate-iqm",
            "aggregate-optimality-gap",
            "probability-of-improvement",
            "performance-profile",
            "differences",
            "curve-" + HOPPER,
            "curve-" + WALKER,
            "lambda-" + HOPPER,
            "lambda-" + WALKER,
            "strength-" + HOPPER,
            "online-budget",
            "acting-time");
    Map<String, byte[]> files = report.files();
    for (Section section : report.sections()) {
      for (Figure figure : section.figures()) {
        byte[] png = files.get("figures/" + figure.name() + ".png");
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth())
            .isEqualTo(2 * figure.width());
      }
      for (ReportTable table : section.tables()) {
        assertThat(files)
            .containsKeys(
                "tables/" + table.name() + ".csv",
                "tables/" + table.name() + ".md",
                "tables/" + table.name() + ".tex");
      }
    }
  }

  @Test
  void runsThatWereMadeDifferentlyAreWarnedAbout() {
    study.machine("other", "EPYC");
    study.finished("other", HOPPER, 0, SPOT, 1);
    StudyReport report = report();

    assertThat(report.warnings())
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .startsWith("Runs differ in processor (EPYC, 8 cores; Xeon, 8 cores)"));
    assertThat(table(report, "provenance").rows())
        .extracting(row -> row.cells().stream().map(Cell::text).toList())
        .contains(
            List.of("spot", "1.0", "13"),
            List.of("commit of spot", "c0ffee012345", "13"),
            List.of("processor", "EPYC, 8 cores", "1"));
  }

  @Test
  void thePageIsWellFormedAndLoadsNothing() throws Exception {
    String html = new String(report().files().get(StudyReport.PAGE), UTF_8);
    Document page = parsed(html);

    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(8);
    assertThat(html).doesNotContain("http://", "https://", "<script", "url(", "@import");
    assertThat(elements(page, "a").map(a -> a.getAttribute("href")))
        .allSatisfy(href -> assertThat(href).matches("#[a-z-]+|(tables|figures)/[\\w.+-]+"));
    assertThat(elements(page, "meta").map(meta -> meta.getAttribute("content")))
        .contains("default-src 'none'; style-src 'unsafe-inline'");
    // Each link in the page has its section, each image a name for screen readers.
    assertThat(elements(page, "svg")).noneMatch(svg -> svg.getAttribute("aria-label").isEmpty());
  }

  @Test
  void hostileNamesAreText() throws Exception {
    String arm = "<script>alert('1')</script>";
    String dataset = "\"/><img src=x onerror=y> \u0000&amp;";
    TestStudy hostile = new TestStudy("hostile", temp.resolve("mlruns"));
    for (int seed = 0; seed < 2; seed++) {
      hostile.finished(arm, dataset, seed, SPOT, 10 + seed);
      hostile.finished("b", dataset, seed, TD3_BC, 12);
    }
    hostile.record("</title><b>x</b>", arm);
    Map<String, byte[]> files = hostile.report().files();
    Document page = parsed(new String(files.get(StudyReport.PAGE), UTF_8));

    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(page.getElementsByTagName("img").getLength()).isZero();
    assertThat(elements(page, "th").map(Element::getTextContent))
        .contains(arm, dataset.replace("\u0000", ""));
    assertThat(elements(page, "p").map(Element::getTextContent)).contains("</title><b>x</b>");
    assertThat(files.keySet()).allMatch(path -> path.matches("[A-Za-z0-9/.+-]+"));
  }

  @Test
  void csvHasAllDigits() {
    String csv = new String(report().files().get("tables/scores.csv"), UTF_8);

    assertThat(csv.lines())
        .contains(
            "data set,ours mean,ours std,ours seeds,TD3+BC mean,TD3+BC std,TD3+BC seeds,"
                + "SPOT (paper) mean,SPOT (paper) std,TD3+BC (paper) mean,TD3+BC (paper) std",
            WALKER + ",71,1.4142135623730951,2,50,10,3,86.4,2.7,83.7,");
  }

  private static Document parsed(String html) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(html.getBytes(UTF_8)));
  }

  private static Stream<Element> elements(Document page, String tag) {
    NodeList nodes = page.getElementsByTagName(tag);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i));
  }
}
