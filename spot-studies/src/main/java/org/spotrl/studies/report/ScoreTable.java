package org.spotrl.studies.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.spotrl.studies.report.ReportTable.Cell;
import org.spotrl.studies.report.ReportTable.Column;
import org.spotrl.studies.report.ReportTable.Mark;
import org.spotrl.studies.report.ReportTable.Row;
import org.spotrl.studies.report.figure.Series;
import org.spotrl.studies.statistics.Aggregates;
import org.spotrl.studies.statistics.SeedStatistics;

/** The main table: the final scores of all arms on all data sets. */
final class ScoreTable {

  private static final double NONE = Double.NaN;
  private static final String[] NUMBERS = {"mean", "std", "seeds"};

  private final StudyResults results;
  private final List<String> datasets;
  private final List<Series> arms;
  private final List<String> methods;

  private ScoreTable(StudyResults results) {
    this.results = results;
    this.datasets = results.plan().datasets();
    this.arms = results.arms();
    this.methods =
        arms.stream()
            .flatMap(arm -> results.algorithms(arm.label()).stream())
            .flatMap(algorithm -> PaperResults.method(algorithm).stream())
            .distinct()
            .filter(method -> datasets.stream().anyMatch(each -> paper(each, method).isPresent()))
            .toList();
  }

  /** The table of these results. */
  static ReportTable of(StudyResults results) {
    return new ScoreTable(results).table();
  }

  private ReportTable table() {
    List<Column> columns = new ArrayList<>(List.of(Column.text("data set")));
    arms.forEach(arm -> columns.add(Column.numbers(arm.label(), NUMBERS)));
    methods.forEach(method -> columns.add(Column.numbers(method + " (paper)", "mean", "std")));
    List<Row> rows = new ArrayList<>();
    for (String dataset : datasets) {
      List<Cell> cells = new ArrayList<>(List.of(Cell.of(dataset)));
      cells.addAll(marked(arms.stream().map(arm -> statistics(arm, dataset)).toList(), dataset));
      methods.forEach(method -> cells.add(paper(paper(dataset, method))));
      rows.add(new Row(false, cells));
    }
    if (datasets.size() > 1) {
      rows.add(means());
      rows.add(totals());
    }
    rows.add(seeds());
    return new ReportTable("scores", "Normalised score of the final policy", text(), columns, rows);
  }

  private String text() {
    String paper =
        methods.isEmpty()
            ? ""
            : " Columns with (paper): tables 2 and 3 of Wu et al. (2022); its SPOT has 10 seeds.";
    return "Mean ± standard deviation over seeds; 0 is a random policy, 100 the reference expert."
        + " Bold: the highest mean. Underlined: at most one standard error of the highest mean"
        + " (its standard deviation / √seeds) below it. (3/5): 3 of 5 seeds are finished. The"
        + " total adds means and standard deviations, as the paper does."
        + paper;
  }

  private Optional<SeedStatistics> statistics(Series arm, String dataset) {
    double[] scores = results.scores(arm.label(), dataset);
    return scores.length == 0 ? Optional.empty() : Optional.of(SeedStatistics.of(scores));
  }

  private List<Cell> marked(List<Optional<SeedStatistics>> row, String dataset) {
    SeedStatistics best =
        row.stream()
            .flatMap(Optional::stream)
            .reduce((a, b) -> b.mean() > a.mean() ? b : a)
            .orElse(null);
    boolean compared = row.stream().filter(Optional::isPresent).count() > 1;
    return IntStream.range(0, row.size())
        .mapToObj(
            i -> {
              int planned = results.runs(arms.get(i).label(), dataset).size();
              SeedStatistics own = row.get(i).orElse(null);
              if (own == null || best == null) {
                return Cell.of("%s (0/%d)".formatted(Numbers.NONE, planned), NONE, NONE, 0.0);
              }
              Mark mark = compared ? mark(own, best) : Mark.NONE;
              String seeds =
                  own.count() < planned ? " (%d/%d)".formatted(own.count(), planned) : "";
              return new Cell(
                  Numbers.plusMinus(own.mean(), own.std()) + seeds,
                  mark,
                  List.of(own.mean(), own.std(), (double) own.count()));
            })
        .toList();
  }

  private static Mark mark(SeedStatistics own, SeedStatistics best) {
    if (own.mean() == best.mean()) {
      return Mark.BEST;
    }
    double standardError = best.std() / Math.sqrt(best.count());
    return own.mean() >= best.mean() - standardError ? Mark.NEAR_BEST : Mark.NONE;
  }

  private Row means() {
    List<Cell> cells = new ArrayList<>(List.of(Cell.of("mean")));
    for (Series arm : arms) {
      double mean = isComplete(arm) ? Aggregates.mean(scores(arm)) : NONE;
      cells.add(summary(arm, Numbers.one(mean), mean, NONE));
    }
    for (String method : methods) {
      double mean = paperTotal(method).map(total -> total.mean() / datasets.size()).orElse(NONE);
      cells.add(Cell.of(Numbers.one(mean), mean, NONE));
    }
    return new Row(true, cells);
  }

  private Cell summary(Series arm, String shown, double mean, double std) {
    boolean isBest =
        isComplete(arm)
            && arms.size() > 1
            && arms.stream()
                .filter(this::isComplete)
                .allMatch(other -> Aggregates.mean(scores(other)) <= Aggregates.mean(scores(arm)));
    return new Cell(shown, isBest ? Mark.BEST : Mark.NONE, List.of(mean, std, NONE));
  }

  private Row totals() {
    List<Cell> cells = new ArrayList<>(List.of(Cell.of("total")));
    for (Series arm : arms) {
      Aggregates.Total total =
          isComplete(arm) ? Aggregates.total(scores(arm)) : new Aggregates.Total(NONE, NONE);
      String shown = Numbers.plusMinus(total.mean(), total.std());
      cells.add(summary(arm, shown, total.mean(), total.std()));
    }
    methods.forEach(method -> cells.add(paper(paperTotal(method))));
    return new Row(true, cells);
  }

  private Row seeds() {
    List<Cell> cells = new ArrayList<>(List.of(Cell.of("finished runs")));
    for (Series arm : arms) {
      int done = results.scored(arm.label()).size();
      int planned = datasets.stream().mapToInt(d -> results.runs(arm.label(), d).size()).sum();
      cells.add(Cell.of("%d of %d".formatted(done, planned), NONE, NONE, (double) done));
    }
    methods.forEach(method -> cells.add(Cell.of("", NONE, NONE)));
    return new Row(true, cells);
  }

  private boolean isComplete(Series arm) {
    return Arrays.stream(scores(arm)).allMatch(seeds -> seeds.length > 0);
  }

  private double[][] scores(Series arm) {
    return results.scores(arm.label(), datasets);
  }

  private Optional<PaperResults.Result> paper(String dataset, String method) {
    return PaperResults.score(results.dataName(dataset), method);
  }

  /** The sum over the study's data sets; empty if the paper lacks one of them. */
  private Optional<PaperResults.Result> paperTotal(String method) {
    List<PaperResults.Result> all =
        datasets.stream().flatMap(dataset -> paper(dataset, method).stream()).toList();
    return all.size() < datasets.size()
        ? Optional.empty()
        : Optional.of(
            new PaperResults.Result(
                all.stream().mapToDouble(PaperResults.Result::mean).sum(),
                all.stream().mapToDouble(PaperResults.Result::std).sum()));
  }

  private static Cell paper(Optional<PaperResults.Result> result) {
    return result
        .map(r -> Cell.of(Numbers.plusMinus(r.mean(), r.std()), r.mean(), r.std()))
        .orElse(Cell.of(Numbers.NONE, NONE, NONE));
  }
}
