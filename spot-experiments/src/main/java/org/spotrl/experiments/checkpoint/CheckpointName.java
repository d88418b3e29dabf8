package org.spotrl.experiments.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spotrl.api.checkpoint.Checkpoint;

/**
 * A checkpoint's number and the names of its folder in each state.
 *
 * @param number the sum of its progress counters
 */
record CheckpointName(long number) {

  /** Being written; worthless after a crash. */
  static final String SAVING = ".saving";

  /** Whole, on its way out because a new one of the same number takes its place. */
  static final String REPLACED = ".replaced";

  /** Being removed. */
  static final String REMOVED = ".removed";

  private static final Pattern PATTERN =
      Pattern.compile("step-(\\d{9,18})(\\.saving|\\.replaced|\\.removed)?");

  static CheckpointName of(Checkpoint checkpoint) {
    long sum = 0;
    for (long value : checkpoint.progress().values()) {
      if (value < 0) {
        throw new IllegalArgumentException(
            "progress counters must not be negative: " + checkpoint.progress());
      }
      sum = Math.addExact(sum, value);
    }
    return new CheckpointName(sum);
  }

  /** All numbers that a folder has something of, highest first; none if there is no folder. */
  static List<CheckpointName> list(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> PATTERN.matcher(entry.getFileName().toString()))
          .filter(Matcher::matches)
          .map(match -> new CheckpointName(Long.parseLong(match.group(1))))
          .distinct()
          .sorted(Comparator.comparingLong(CheckpointName::number).reversed())
          .toList();
    }
  }

  /** Its folder, with one of the suffixes above or none. */
  Path in(Path folder, String suffix) {
    return folder.resolve(this + suffix);
  }

  /** Its folder's name without suffix: nine digits at least, so that names sort by number. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "step-%09d", number);
  }
}
