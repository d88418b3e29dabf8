package org.spotrl.experiments.config;

import java.util.Set;

/**
 * Which settings define the numbers of a training run. The seed is not among them: it numbers runs
 * of the same definition. Nor are names, and settings of what is recorded or saved.
 */
public final class DefiningSettings {

  private static final Set<String> OTHERS =
      Set.of("experiment", "name", "description", "seed", "evaluation.threads");
  private static final Set<String> OTHER_SECTIONS = Set.of("tags", "tracking", "checkpoint");

  private DefiningSettings() {}

  /**
   * True if a setting defines the numbers.
   *
   * @param path its dotted path, for example {@code algorithm.discount}
   */
  public static boolean contain(String path) {
    int dot = path.indexOf('.');
    return !OTHERS.contains(path)
        && !OTHER_SECTIONS.contains(dot < 0 ? path : path.substring(0, dot));
  }
}
