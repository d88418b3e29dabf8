package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.mlflow.format.MetricPoint;

/** The file of a metric, with a line "milliseconds value step" for each point. */
public final class MetricFile {

  // One character per byte: garbage that a power failure left must not make the file unreadable.
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;
  private static final int DECIMAL = 10;

  private MetricFile() {}

  /**
   * The points after some byte of a file.
   *
   * @param points the points of complete lines; an incomplete last line is still being written
   * @param end the byte after the last complete line
   */
  public record Tail(List<MetricPoint> points, long end) {}

  /** The files by metric name; empty if the folder does not exist. */
  public static SortedMap<String, Path> all(Path metrics) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    for (Path file : FolderFiles.files(metrics)) {
      files.put(FolderFiles.name(metrics, file), file);
    }
    return files;
  }

  /**
   * The file of a metric; creates its folder if necessary.
   *
   * @param metrics the folder of the run's metrics
   * @throws SpotInputException if the name is not allowed, or one metric's name is a section of the
   *     other's, which the layout does not allow
   */
  static Path of(Path metrics, String name) throws IOException {
    if (!Files.isDirectory(metrics)) {
      throw new NoSuchFileException(metrics.toString());
    }
    return FolderFiles.place(metrics, "metric", name);
  }

  /** The line of a point, with infinity replaced as in {@link MetricPoint#finite}. */
  static String line(long millis, double value, long step) {
    double finite = MetricPoint.finite(value);
    return millis + " " + (Double.isNaN(finite) ? "nan" : finite) + " " + step + "\n";
  }

  /**
   * The parts of a line.
   *
   * @param value the text of the value
   */
  private record Fields(long millis, long step, String value) {

    /** True if its point comes before another one in {@link MetricPoint#LATEST}. */
    boolean isBefore(MetricPoint other) {
      return step < other.step() || (step == other.step() && millis < other.millis());
    }

    Optional<MetricPoint> point() {
      try {
        return Optional.of(new MetricPoint(millis, step, number(value)));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    private static double number(String text) {
      if (Character.isDigit(text.charAt(text.length() - 1))) {
        return Double.parseDouble(text);
      }
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "nan" -> Double.NaN;
        case "inf", "infinity" -> Double.POSITIVE_INFINITY;
        case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    }
  }

  /** Parses a line; empty if it is damaged. MLflow's lines may have a data set after the step. */
  static Optional<MetricPoint> point(String line) {
    return fields(line).flatMap(Fields::point);
  }

  private static Optional<Fields> fields(String line) {
    String fields = line.strip();
    int first = fields.indexOf(' ');
    int second = fields.indexOf(' ', first + 1);
    if (first < 0 || second == first + 1) {
      return Optional.empty();
    }
    int third = second < 0 ? -1 : fields.indexOf(' ', second + 1);
    try {
      return Optional.of(
          new Fields(
              Long.parseLong(fields, 0, first, DECIMAL),
              second < 0
                  ? 0
                  : Long.parseLong(
                      fields, second + 1, third < 0 ? fields.length() : third, DECIMAL),
              fields.substring(first + 1, second < 0 ? fields.length() : second)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** As {@link #read}, but returns an empty list with a warning if the file is unreadable. */
  static List<MetricPoint> readable(Path file) {
    return readable(file, List.of(), MetricFile::read);
  }

  /**
   * The latest point of a file; empty if it has none, and with a warning if it is unreadable.
   * Values take most of the time of reading, so only those of points that may be the latest are
   * parsed, and a damaged one of another point is not noticed.
   */
  static Optional<MetricPoint> latest(Path file) {
    return readable(file, Optional.empty(), MetricFile::readLatest);
  }

  private static Optional<MetricPoint> readLatest(Path file) throws IOException {
    List<String> lines = lines(text(file, 0));
    @Nullable MetricPoint latest = null;
    int damaged = 0;
    for (int i = lines.size() - 1; i >= 0; i--) {
      Optional<Fields> fields = fields(lines.get(i));
      if (fields.isPresent() && latest != null && fields.get().isBefore(latest)) {
        continue;
      }
      Optional<MetricPoint> point = fields.flatMap(Fields::point);
      if (point.isEmpty()) {
        damaged++;
      } else if (latest == null || MetricPoint.LATEST.compare(point.get(), latest) > 0) {
        latest = point.get();
      }
    }
    warn(file, damaged, lines.size());
    return Optional.ofNullable(latest);
  }

  private interface Reader<T> {
    T read(Path file) throws IOException;
  }

  private static <T> T readable(Path file, T otherwise, Reader<T> reader) {
    try {
      return reader.read(file);
    } catch (NoSuchFileException e) {
      return otherwise;
    } catch (IOException e) {
      Unreadable.warn(file, e);
      return otherwise;
    }
  }

  /** All points of a file, without an incomplete last line. */
  static List<MetricPoint> read(Path file) throws IOException {
    return tail(file, 0).points();
  }

  /**
   * Reads a file that another process may be appending to.
   *
   * @param start the first byte to read, 0 or the end of an earlier tail
   */
  public static Tail tail(Path file, long start) throws IOException {
    String text = text(file, start);
    List<String> lines = lines(text);
    List<MetricPoint> points = lines.stream().flatMap(line -> point(line).stream()).toList();
    warn(file, lines.size() - points.size(), lines.size());
    return new Tail(points, start + whole(text).length());
  }

  private static void warn(Path file, int damaged, int lines) {
    if (damaged > 0) {
      Unreadable.warn(
          "%s has damaged lines, which are skipped: %d of %d".formatted(file, damaged, lines));
    }
  }

  private static String text(Path file, long start) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(Math.min(start, Files.size(file)));
      return new String(in.readAllBytes(), BYTES);
    }
  }

  private static List<String> lines(String text) {
    return whole(text).lines().toList();
  }

  /** A text without an incomplete last line. */
  private static String whole(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1);
  }

  /**
   * Drops points after a time and incomplete lines. A file without points is deleted, because
   * MLflow cannot read it.
   *
   * @param staging a folder on the same disk for the temporary file
   */
  static void rewind(Path staging, Path metrics, Path file, long upToMillis) throws IOException {
    String before = Files.readString(file, BYTES);
    String kept =
        lines(before).stream()
            .filter(line -> point(line).filter(p -> p.millis() <= upToMillis).isPresent())
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    if (kept.length() == before.length()) {
      return;
    }
    if (!kept.isEmpty()) {
      AtomicFiles.replace(staging, file, kept.getBytes(BYTES));
      return;
    }
    Files.delete(file);
    Path folder = file.resolveSibling("");
    while (!folder.equals(metrics) && FolderFiles.entries(folder).isEmpty()) {
      Files.delete(folder);
      folder = folder.resolveSibling("");
    }
  }
}
