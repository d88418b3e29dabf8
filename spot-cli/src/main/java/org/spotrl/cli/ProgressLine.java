package org.spotrl.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A progress line that fits a number of columns; the least important items are left out.
 *
 * <p>No library does this: progressbar (me.tongfei) and JLine cut at the right edge, and JLine
 * needs half a second to start and sends queries to the terminal.
 *
 * @param activity for example the name of the phase
 * @param done completed units
 * @param total all units
 * @param rate units per second; 0 if unknown
 * @param time time left of the activity, or the time that it took; may be empty
 * @param inAll time left of the whole command; may be empty
 * @param run number of the run, as {@code run 3 of 10}; may be empty
 * @param figures metrics by name
 */
record ProgressLine(
    String activity,
    long done,
    long total,
    double rate,
    String time,
    String inAll,
    String run,
    Map<String, Double> figures) {

  private static final int SHORTEST_BAR = 8;
  private static final int LONGEST_BAR = 24;

  /** Columns for everything beside the bar. */
  private static final int BESIDE_BAR = 72;

  /** Doubles above this are not shown as whole numbers. */
  private static final double LARGEST_COUNT = 1e15;

  /** A part of the line with the separator before it. */
  private record Part(int rank, String separator, String text) {}

  /** The line, at most this many characters. */
  String fit(int columns) {
    List<Part> shown = new ArrayList<>(parts(columns));
    while (shown.size() > 1 && joined(shown).length() > columns) {
      shown.remove(shown.stream().max(Comparator.comparingInt(Part::rank)).orElseThrow());
    }
    return Format.start(joined(shown), columns);
  }

  private static String joined(List<Part> parts) {
    return parts.stream().map(part -> part.separator() + part.text()).collect(Collectors.joining());
  }

  /** The parts in their order; a part with a higher rank is less important. */
  private List<Part> parts(int columns) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(0, "", Format.text("%-10s", activity)));
    parts.add(new Part(5, " ", bar(columns)));
    parts.add(new Part(1, " ", Format.text("%,d/%,d", done, total)));
    parts.add(new Part(6, "  ", rate > 0 ? Format.text("%,.0f/s", rate) : ""));
    parts.add(new Part(2, "  ", time));
    parts.add(new Part(4, time.isEmpty() ? "  " : ", ", inAll));
    parts.add(new Part(3, "  ", run));
    figures.entrySet().stream()
        .map(figure -> Map.entry(shortName(figure.getKey()), figure.getValue()))
        .sorted(byImportance())
        .map(figure -> figure.getKey() + " " + number(figure.getValue()))
        .forEach(text -> parts.add(new Part(parts.size(), "  ", text)));
    parts.removeIf(part -> part.text().isEmpty());
    return parts;
  }

  /**
   * Scores first, then losses (a loss before its terms, whose names are longer), then the others.
   */
  private static Comparator<Map.Entry<String, Double>> byImportance() {
    return Comparator.<Map.Entry<String, Double>>comparingInt(
            figure ->
                figure.getKey().contains("score") ? 0 : figure.getKey().contains("loss") ? 1 : 2)
        .thenComparing(figure -> figure.getKey().length())
        .thenComparing(Map.Entry::getKey);
  }

  private static String shortName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < LARGEST_COUNT
        ? Format.text("%d", (long) value)
        : Format.number(value);
  }

  private String bar(int columns) {
    int length = Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, columns - BESIDE_BAR));
    int filled = total == 0 ? length : (int) (length * Math.min(done, total) / total);
    return "[" + "#".repeat(filled) + ".".repeat(length - filled) + "]";
  }
}
