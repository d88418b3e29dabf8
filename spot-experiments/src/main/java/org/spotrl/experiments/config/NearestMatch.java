package org.spotrl.experiments.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which of the allowed words was meant. */
public final class NearestMatch {

  private NearestMatch() {}

  /** The closest allowed word, if one is close enough to be a slip of the hand. */
  public static Optional<String> of(String word, Collection<String> allowed) {
    String plain = plain(word);
    return allowed.stream()
        .filter(candidate -> distance(plain, plain(candidate)) <= tolerance(plain, candidate))
        .min(
            Comparator.comparingInt((String candidate) -> distance(plain, plain(candidate)))
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

  /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
