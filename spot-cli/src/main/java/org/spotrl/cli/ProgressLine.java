package org.spotrl.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far something has come, as one line that fits a number of columns: what is least important is
 * left out.
 *
 * <p>No library does this: progressbar (me.tongfei) and JLine's status lines cut at the right edge
 * whatever stands there, and JLine needs half a second to start and sends queries to the terminal.
 *
 * @param activity what is being done
 * @param done units done
 * @param total units in all
 * @param rate units per second; 0 if unknown
 * @param time what is left of the activity, or what it took; may be empty
 * @param inAll what is left of the whole command; may be empty
 * @param run which run of how many this is; may be empty
 * @param figures numbers to show, by name
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

  /** Columns beside the bar from which on it is longer than its shortest. */
  private static final int BESIDE_BAR = 72;

  /** Of a whole number without a fraction; beyond it doubles are no counts. */
  private static final double LARGEST_COUNT = 1e15;

  /** A part of the line, with what separates it from the one before. */
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

  /** In the order in which they are shown; the greater the rank, the less important. */
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
   * Scores first, then losses, a loss before its terms, whose names are longer; then the others.
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
