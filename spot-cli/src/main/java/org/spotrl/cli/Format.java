package org.spotrl.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.spotrl.mlflow.RunView;

/** Formats values of runs for people. */
final class Format {

  /** Stands for a missing value. */
  static final String NONE = "-";

  private static final int SHORTEST_ID = 8;
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private Format() {}

  /** Four significant digits. */
  static String number(double value) {
    return Double.isNaN(value) ? "nan" : String.format(Locale.ROOT, "%.4g", value);
  }

  /** One decimal, or none. */
  static String score(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.1f", value.getAsDouble()) : NONE;
  }

  /** A moment in this machine's time zone, to the minute. */
  static String moment(long millis) {
    return MINUTE.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
  }

  /** Seconds as people say them. */
  static String duration(OptionalDouble seconds) {
    return seconds.isPresent() ? ConsoleReporter.duration(seconds.getAsDouble()) : NONE;
  }

  /** How many first characters make the ids of these runs distinct, at least eight. */
  static int idLength(Collection<? extends RunView> runs) {
    List<String> ids = runs.stream().map(RunView::id).distinct().toList();
    int length = SHORTEST_ID;
    while (distinct(ids, length) < ids.size()) {
      length++;
    }
    return length;
  }

  /** The first characters of an id. */
  static String id(String id, int length) {
    return id.substring(0, Math.min(length, id.length()));
  }

  private static long distinct(List<String> ids, int length) {
    return ids.stream().map(id -> id(id, length)).distinct().count();
  }
}
