package org.spotrl.cli;

import java.util.ArrayList;
import java.util.List;
import org.spotrl.api.error.SpotInputException;

/** Reads {@code --seeds}: whole numbers and ranges, separated by commas. */
final class SeedList {

  private static final int MOST = 10_000;

  private SeedList() {}

  /** One list of overrides per seed; a single empty list where no seeds were given. */
  static List<List<String>> overrides(String text) {
    if (text.isBlank()) {
      return List.of(List.of());
    }
    List<List<String>> result = new ArrayList<>();
    for (String range : text.split(",", -1)) {
      String[] ends = range.strip().split("-", 2);
      long first = number(ends[0], text);
      long last = ends.length == 1 ? first : number(ends[1], text);
      if (last < first || last - first >= MOST) {
        throw new SpotInputException(
            "--seeds %s: '%s' is not a rising range of at most %d seeds"
                .formatted(text, range.strip(), MOST));
      }
      for (long seed = first; seed <= last; seed++) {
        result.add(List.of("seed=" + seed));
      }
    }
    return result;
  }

  private static long number(String text, String all) {
    try {
      return Long.parseUnsignedLong(text.strip());
    } catch (NumberFormatException e) {
      throw new SpotInputException(
          "--seeds " + all + ": '" + text + "' is no whole number; give for example 0-4 or 1,3,7",
          e);
    }
  }
}
