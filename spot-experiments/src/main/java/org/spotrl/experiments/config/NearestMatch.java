package org.spotrl.experiments.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Finds the allowed name that a user probably meant. */
public final class NearestMatch {

  private static final DamerauLevenshteinDistance DISTANCE = new DamerauLevenshteinDistance();

  private NearestMatch() {}

  /** The closest allowed name, if it is close enough for a typing error. */
  public static Optional<String> of(String typed, Collection<String> allowed) {
    String plain = plain(typed);
    return allowed.stream()
        .filter(candidate -> DISTANCE.apply(plain, plain(candidate)) <= tolerance(plain, candidate))
        .min(
            Comparator.comparingInt((String candidate) -> DISTANCE.apply(plain, plain(candidate)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** {@code "; did you mean 'lambda'?"}, or nothing. */
  public static String hint(String typed, Collection<String> allowed) {
    return of(typed, allowed).map(match -> SettingHints.didYouMean(List.of(match))).orElse("");
  }

  /** Case, hyphens, underscores and spaces do not count. */
  static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  private static int tolerance(String plain, String candidate) {
    return Math.min(plain.length(), plain(candidate).length()) <= 2
        ? 0
        : Math.max(1, Math.max(plain.length(), candidate.length()) / 3);
  }
}
