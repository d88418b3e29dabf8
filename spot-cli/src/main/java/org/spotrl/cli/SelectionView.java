package org.spotrl.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.spotrl.studies.selection.Selection;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Shows which arms are selected, as a table, CSV or JSON. */
final class SelectionView {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private SelectionView() {}

  /** The lines of a table for each data set, or of CSV. */
  static List<String> lines(Selection selection, Table table) {
    return table == Table.CSV ? csv(selection) : text(selection);
  }

  private static List<String> text(Selection selection) {
    List<String> names = selection.criteria().stream().map(Selection.Criterion::name).toList();
    boolean scored = selection.datasets().stream().anyMatch(Selection.OfDataset::hasScores);
    List<String> lines = new ArrayList<>();
    for (Selection.OfDataset dataset : selection.datasets()) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(row("arm", "runs", scored, "score", names));
      for (Selection.Arm arm : dataset.arms()) {
        rows.add(
            row(
                arm.name(),
                Integer.toString(arm.runs()),
                scored,
                score(arm.score()),
                arm.estimates().stream().map(SelectionView::number).toList()));
      }
      List<Selection.Choice> choices = dataset.choices();
      rows.add(
          row(
              "selected",
              "",
              scored,
              "",
              choices.stream()
                  .map(
                      each -> each.arms().isEmpty() ? Table.NONE : String.join(" or ", each.arms()))
                  .toList()));
      if (scored) {
        rows.addAll(
            quality(
                choices.size(), c -> choices.get(c).regretAt1(), c -> choices.get(c).spearman()));
      }
      lines.add(dataset.name());
      lines.addAll(Table.TEXT.lines(rows, 1));
      lines.add("");
    }
    if (scored && selection.datasets().size() > 1) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(row("", "", true, "", names));
      rows.addAll(quality(names.size(), selection::meanRegretAt1, selection::meanSpearman));
      lines.add("mean over %d data sets".formatted(selection.datasets().size()));
      lines.addAll(Table.TEXT.lines(rows, 1));
      lines.add("");
    }
    for (Selection.Criterion criterion : selection.criteria()) {
      lines.add(
          "%s: %s, %s is better"
              .formatted(
                  criterion.name(),
                  criterion.unit(),
                  criterion.higherIsBetter() ? "higher" : "lower"));
    }
    return lines;
  }

  private static List<List<String>> quality(
      int criteria, IntFunction<Double> regret, IntFunction<Double> spearman) {
    return List.of(
        row("regret@1", "", true, "", column(criteria, c -> score(regret.apply(c)))),
        row("Spearman", "", true, "", column(criteria, c -> correlation(spearman.apply(c)))));
  }

  private static List<String> column(int criteria, IntFunction<String> cell) {
    return IntStream.range(0, criteria).mapToObj(cell).toList();
  }

  private static List<String> row(
      String arm, String runs, boolean scored, String score, List<String> cells) {
    return Table.row(scored ? List.of(arm, runs, score) : List.of(arm, runs), cells);
  }

  /** A row for each data set, arm and criterion. */
  private static List<String> csv(Selection selection) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "dataset",
            "arm",
            "runs",
            "score",
            "criterion",
            "estimate",
            "selected",
            "regret_at_1",
            "spearman"));
    for (Selection.OfDataset dataset : selection.datasets()) {
      for (Selection.Arm arm : dataset.arms()) {
        for (int c = 0; c < selection.criteria().size(); c++) {
          Selection.Choice choice = dataset.choices().get(c);
          rows.add(
              List.of(
                  dataset.name(),
                  arm.name(),
                  Integer.toString(arm.runs()),
                  full(arm.score()),
                  selection.criteria().get(c).name(),
                  full(arm.estimates().get(c)),
                  Boolean.toString(choice.arms().contains(arm.name())),
                  full(choice.regretAt1()),
                  full(choice.spearman())));
        }
      }
    }
    return Table.CSV.lines(rows, rows.get(0).size());
  }

  /** All numbers in full precision; a number that is not known is left out. */
  static String json(Selection selection) {
    List<Object> datasets = new ArrayList<>();
    for (Selection.OfDataset dataset : selection.datasets()) {
      List<Object> arms = new ArrayList<>();
      for (Selection.Arm arm : dataset.arms()) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("arm", arm.name());
        object.put("runs", arm.runs());
        known(object, "score", arm.score());
        Map<String, Object> estimates = new LinkedHashMap<>();
        for (int c = 0; c < selection.criteria().size(); c++) {
          known(estimates, selection.criteria().get(c).name(), arm.estimates().get(c));
        }
        object.put("estimates", estimates);
        arms.add(object);
      }
      Map<String, Object> choices = new LinkedHashMap<>();
      for (int c = 0; c < selection.criteria().size(); c++) {
        Selection.Choice choice = dataset.choices().get(c);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("arms", choice.arms());
        known(object, "regret_at_1", choice.regretAt1());
        known(object, "spearman", choice.spearman());
        choices.put(selection.criteria().get(c).name(), object);
      }
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("dataset", dataset.name());
      object.put("arms", arms);
      object.put("selected", choices);
      datasets.add(object);
    }
    Map<String, Object> means = new LinkedHashMap<>();
    for (int c = 0; c < selection.criteria().size(); c++) {
      Map<String, Object> object = new LinkedHashMap<>();
      known(object, "regret_at_1", selection.meanRegretAt1(c));
      known(object, "spearman", selection.meanSpearman(c));
      means.put(selection.criteria().get(c).name(), object);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(
        "criteria",
        selection.criteria().stream()
            .map(
                each ->
                    Map.of(
                        "name",
                        each.name(),
                        "unit",
                        each.unit(),
                        "higher_is_better",
                        each.higherIsBetter()))
            .map(TreeMap::new)
            .toList());
    all.put("datasets", datasets);
    all.put("mean", means);
    all.put("unfinished", selection.unfinished());
    all.put("notes", selection.notes());
    return JSON.writeValueAsString(all);
  }

  private static void known(Map<String, Object> object, String key, double value) {
    if (!Double.isNaN(value)) {
      object.put(key, value);
    }
  }

  private static String full(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? Table.NONE : Format.number(value);
  }

  private static String score(double value) {
    return Double.isNaN(value) ? Table.NONE : Format.text("%.1f", value);
  }

  private static String correlation(double value) {
    return Double.isNaN(value) ? Table.NONE : Format.text("%.2f", value);
  }
}
