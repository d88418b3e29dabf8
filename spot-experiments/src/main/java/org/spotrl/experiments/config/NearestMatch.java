package org.spotrl.experiments.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Guesses which of the allowed words was meant. */
public final class NearestMatch {

  /** Counts insertions, deletions, replacements and swaps of neighbours. */
  private static final DamerauLevenshteinDistance DISTANCE = new DamerauLevenshteinDistance();

  private NearestMatch() {}

  /** The closest allowed word, if one is close enough to be a slip of the hand. */
  public static Optional<String> of(String word, Collection<String> allowed) {
    String plain = plain(word);
    return allowed.stream()
        .filter(candidate -> DISTANCE.apply(plain, plain(candidate)) <= tolerance(plain, candidate))
        .min(
            Comparator.comparingInt((String candidate) -> DISTANCE.apply(plain, plain(candidate)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** {@code "; did you mean 'lambda'?"}, or nothing. */
  public static String hint(String word, Collection<String> allowed) {
    return of(word, allowed).map(match -> "; did you mean '" + match + "'?").orElse("");
  }

  /** Case, hyphens, underscores and spaces make no difference to what was meant. */
  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  private static int tolerance(String plain, String candidate) {
    return Math.min(plain.length(), plain(candidate).length()) <= 2
        ? 0
        : Math.max(1, Math.max(plain.length(), candidate.length()) / 3);
  }
}
