package org.spotrl.studies.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.spotrl.experiments.provenance.GitState;
import org.spotrl.experiments.provenance.Provenance;
import org.spotrl.studies.report.ReportTable.Cell;
import org.spotrl.studies.report.ReportTable.Column;
import org.spotrl.studies.report.ReportTable.Row;

/** What the runs were made with: code, libraries, machines, data and dates. */
final class ProvenanceSection {

  private static final String UNKNOWN = "not recorded";
  private static final int SHORT = 12;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private final StudyResults results;
  private final List<RunResult> recorded;

  /** By property, the number of runs by value. */
  private final Map<String, Map<String, Long>> properties = new LinkedHashMap<>();

  private final List<String> warnings = new ArrayList<>();

  ProvenanceSection(StudyResults results) {
    this.results = results;
    recorded = results.runs().stream().filter(run -> run.startMillis() > 0).toList();
    compare("spot", provenance -> version(provenance, "spot"), "the numbers may differ");
    compare("commit of spot", ProvenanceSection::commit, "the numbers may differ");
    recorded.stream()
        .flatMap(run -> run.provenance().stream())
        .flatMap(provenance -> provenance.versions().keySet().stream())
        .filter(name -> !name.equals("spot"))
        .collect(Collectors.toCollection(TreeSet::new))
        .forEach(
            name -> compare(name, each -> version(each, name), "the numbers may differ slightly"));
    compare(
        "processor",
        each -> each.machine().cpu() + ", " + Numbers.count(each.machine().cores(), "core"),
        "their run times cannot be compared, and the numbers may differ slightly");
    compare("operating system", each -> each.machine().os(), "");
    data();
  }

  /** Warnings about runs of this study that were not made alike. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  Section section() {
    List<Row> rows = new ArrayList<>();
    properties.forEach(
        (property, values) ->
            values.forEach(
                (value, runs) ->
                    rows.add(
                        new Row(
                            false,
                            List.of(
                                Cell.of(property),
                                Cell.of(value),
                                Cell.of(runs.toString(), (double) runs))))));
    ReportTable table =
        new ReportTable(
            "provenance",
            "What the runs were made with",
            dates(),
            List.of(Column.text("property"), Column.text("value"), Column.numbers("runs", "")),
            rows);
    return new Section("Provenance", "", List.of(table), List.of());
  }

  private String dates() {
    Optional<Long> first = recorded.stream().map(RunResult::startMillis).min(Long::compare);
    long last =
        recorded.stream()
            .flatMapToLong(run -> LongStream.of(run.startMillis(), run.endMillis()))
            .max()
            .orElse(0);
    return first
        .map(millis -> "The runs were made from %s to %s.".formatted(day(millis), day(last)))
        .orElse("No run has started.");
  }

  static String day(long millis) {
    return DAY.format(Instant.ofEpochMilli(millis));
  }

  /** Counts the values of a property; a warning with its consequence if they differ. */
  private void compare(String property, Function<Provenance, String> value, String consequence) {
    Map<String, Long> values = new TreeMap<>();
    for (RunResult run : recorded) {
      values.merge(run.provenance().map(value).orElse(UNKNOWN), 1L, Long::sum);
    }
    properties.put(property, values);
    List<String> known = values.keySet().stream().filter(each -> !each.equals(UNKNOWN)).toList();
    if (known.size() > 1 && !consequence.isEmpty()) {
      warnings.add(
          "Runs differ in %s (%s): %s.".formatted(property, String.join("; ", known), consequence));
    }
  }

  private static String version(Provenance provenance, String name) {
    return provenance.versions().getOrDefault(name, UNKNOWN);
  }

  private static String commit(Provenance provenance) {
    GitState state = provenance.spot();
    if (state.commit().equals(GitState.UNKNOWN)) {
      return UNKNOWN;
    }
    String changed = state.dirty().equals("true") ? " with changes that are not committed" : "";
    return shortened(state.commit()) + changed;
  }

  private static String shortened(String hash) {
    return hash.substring(0, Math.min(SHORT, hash.length()));
  }

  /** The data of each data set. Pairs need the same data for the same seed in all arms. */
  private void data() {
    for (String dataset : results.plan().datasets()) {
      Map<String, Long> digests = new TreeMap<>();
      Map<Long, TreeSet<String>> bySeed = new TreeMap<>();
      for (RunResult run : recorded) {
        if (run.run().dataset().equals(dataset)) {
          String digest = run.digest().isEmpty() ? UNKNOWN : shortened(run.digest());
          digests.merge(digest, 1L, Long::sum);
          if (!run.digest().isEmpty()) {
            bySeed.computeIfAbsent(run.run().seed(), seed -> new TreeSet<>()).add(run.digest());
          }
        }
      }
      properties.put("SHA-256 of " + dataset, digests);
      if (bySeed.values().stream().anyMatch(each -> each.size() > 1)) {
        warnings.add(
            "Arms were trained on different data of %s with the same seed (SHA-256 %s): their scores cannot be compared."
                .formatted(dataset, String.join("; ", digests.keySet())));
      }
    }
  }
}
