package org.spotrl.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.spotrl.api.error.SpotInputException;

/** Reads {@code --seeds}: whole numbers and ranges, separated by commas. */
final class SeedList {

  private static final int MOST = 10_000;
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private SeedList() {}

  /** One list of overrides per seed; a single empty list without seeds. */
  static List<List<String>> overrides(String text) {
    if (text.isBlank()) {
      return List.of(List.of());
    }
    Set<Long> seeds = new LinkedHashSet<>();
    for (String range : text.split(",", -1)) {
      String[] ends = range.strip().split("-", 2);
      long first = number(ends[0], text);
      long last = ends.length == 1 ? first : number(ends[1], text);
      // No overflow: both ends are at least 0.
      if (last < first || last - first >= MOST - seeds.size()) {
        throw new SpotInputException(
            "--seeds %s: '%s' is not an increasing range, or there are more than %d seeds"
                .formatted(text, range.strip(), MOST));
      }
      for (long i = 0; i <= last - first; i++) {
        if (!seeds.add(first + i)) {
          throw new SpotInputException(
              "--seeds %s: seed %d is given twice; the same seed gives the same results"
                  .formatted(text, first + i));
        }
      }
    }
    return seeds.stream().map(seed -> List.of("seed=" + seed)).toList();
  }

  private static long number(String text, String all) {
    if (!NUMBER.matcher(text.strip()).matches()) {
      throw new SpotInputException(
          "--seeds %s: '%s' is not a whole number; use for example 0-4 or 1,3,7"
              .formatted(all, text));
    }
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new SpotInputException(
          "--seeds %s: '%s' is too large; the maximum is %d"
              .formatted(all, text.strip(), Long.MAX_VALUE),
          e);
    }
  }
}
