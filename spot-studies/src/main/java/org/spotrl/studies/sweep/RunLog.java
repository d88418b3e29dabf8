package org.spotrl.studies.sweep;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The end of a run's log. */
final class RunLog {

  private static final int END = 16_384;

  private RunLog() {}

  /** The last error in a log; empty if it has none. */
  static Optional<String> error(Path log) {
    if (!Files.isRegularFile(log)) {
      return Optional.empty();
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(END, file.length())];
      file.seek(file.length() - bytes.length);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("error: "))
          .reduce((first, second) -> second)
          .map(line -> line.substring("error: ".length()));
    } catch (IOException e) {
      return Optional.of("its log cannot be read: " + e);
    }
  }
}
