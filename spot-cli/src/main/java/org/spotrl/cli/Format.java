package org.spotrl.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.spotrl.studies.comparison.RunRecord;

/** Formats values as text. */
final class Format {

  private static final int SHORTEST_ID = 8;
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private Format() {}

  /** {@link String#format} that does not depend on the locale. */
  static String text(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** A number of runs: {@code 1 run}, {@code 2 runs}. */
  static String runs(int count) {
    return text("%,d run%s", count, count == 1 ? "" : "s");
  }

  /** Four significant digits. */
  static String number(double value) {
    return Double.isNaN(value) ? "nan" : text("%.4g", value);
  }

  /** A time in the machine's time zone, to the minute. */
  static String moment(long millis) {
    return MINUTE.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
  }

  /** A duration: {@code 8.3 s}, {@code 4 min 05 s}, {@code 2 h 03 min}. */
  static String duration(double seconds) {
    // 59.95 would be rounded to 60.0 s.
    if (seconds < 59.95) {
      return text("%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? text("%d min %02d s", whole / 60, whole % 60)
        : text("%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  /** An estimated duration: {@code 40 s}, {@code 12 min}, {@code 2 h 03 min}. */
  static String roughly(double seconds) {
    if (seconds < 59.5) {
      return text("%.0f s", seconds);
    }
    long minutes = Math.round(seconds / 60);
    return minutes < 60 ? minutes + " min" : text("%d h %02d min", minutes / 60, minutes % 60);
  }

  /** The length, at least eight, of unique first characters of these runs' ids. */
  static int idLength(Collection<RunRecord> runs) {
    List<String> ids = runs.stream().map(run -> run.run().id()).distinct().toList();
    return IntStream.iterate(SHORTEST_ID, length -> length + 1)
        .filter(n -> ids.stream().map(id -> start(id, n)).distinct().count() == ids.size())
        .findFirst()
        .orElseThrow();
  }

  /** The first characters of a text. */
  static String start(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }
}
