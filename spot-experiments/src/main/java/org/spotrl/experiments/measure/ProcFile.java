package org.spotrl.experiments.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** Reads the text files by which Linux tells of processes and the machine. */
final class ProcFile {

  private ProcFile() {}

  /** The lines of a file; none where there is no such file. */
  static List<String> lines(Path file) {
    try {
      // Not by its size, which these files give as 0.
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * A value that is given as {@code Name: 123 kB}, in megabytes of a million bytes; absent where it
   * is not told.
   */
  static OptionalDouble megabytes(List<String> lines, String name) {
    return lines.stream()
        .map(line -> line.split("[:\\s]+", -1))
        .filter(words -> words.length == 3 && words[0].equals(name) && words[1].matches("\\d+"))
        .mapToDouble(words -> Long.parseLong(words[1]) * 1024 * 1e-6)
        .findFirst();
  }
}
