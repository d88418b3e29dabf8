package org.spotrl.studies.study;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.spotrl.api.error.SpotInputException;

/** Reads seeds: whole numbers and ranges, separated by commas. */
public final class SeedList {

  private static final int MOST = 10_000;
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private SeedList() {}

  /**
   * The seeds of a text such as {@code 0-4} or {@code 1,3,7}.
   *
   * @param name the option or setting, for messages
   * @throws SpotInputException if it is not of this form or has a seed twice
   */
  public static List<Long> parse(String name, String text) {
    Set<Long> seeds = new LinkedHashSet<>();
    for (String range : text.split(",", -1)) {
      String[] ends = range.strip().split("-", 2);
      long first = number(ends[0], name, text);
      long last = ends.length == 1 ? first : number(ends[1], name, text);
      // No overflow: both ends are at least 0.
      if (last < first || last - first >= MOST - seeds.size()) {
        throw new SpotInputException(
            "%s %s: '%s' is not an increasing range, or there are more than %d seeds"
                .formatted(name, text, range.strip(), MOST));
      }
      for (long i = 0; i <= last - first; i++) {
        if (!seeds.add(first + i)) {
          throw new SpotInputException(
              "%s %s: seed %d is given twice; the same seed gives the same results"
                  .formatted(name, text, first + i));
        }
      }
    }
    return List.copyOf(seeds);
  }

  private static long number(String text, String name, String all) {
    if (!NUMBER.matcher(text.strip()).matches()) {
      throw new SpotInputException(
          "%s %s: '%s' is not a whole number; use for example 0-4 or 1,3,7"
              .formatted(name, all, text));
    }
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new SpotInputException(
          "%s %s: '%s' is too large; the maximum is %d"
              .formatted(name, all, text.strip(), Long.MAX_VALUE),
          e);
    }
  }
}
