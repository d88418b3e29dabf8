package org.spotrl.mlflow.sync;

import java.util.Locale;

/**
 * An amount of data: points, files and bytes.
 *
 * @param points number of metric points
 * @param files number of files
 * @param bytes total size of the files in bytes
 */
public record TransferSize(long points, long files, long bytes) {

  /** Nothing. */
  public static final TransferSize NONE = new TransferSize(0, 0, 0);

  private static final double KILO = 1000;

  public TransferSize plus(TransferSize other) {
    return new TransferSize(points + other.points, files + other.files, bytes + other.bytes);
  }

  /** For example {@code 1,234 points, 7 files (12.3 MB)}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d point%s, %,d file%s (%s)",
        points,
        points == 1 ? "" : "s",
        files,
        files == 1 ? "" : "s",
        size());
  }

  private String size() {
    if (bytes < KILO) {
      return bytes + " bytes";
    }
    return bytes < KILO * KILO
        ? String.format(Locale.ROOT, "%.1f kB", bytes / KILO)
        : String.format(Locale.ROOT, "%,.1f MB", bytes / KILO / KILO);
  }
}
