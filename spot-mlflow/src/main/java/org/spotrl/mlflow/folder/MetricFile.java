package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.Names;

/** The points of one metric: a line "milliseconds value step" for each. */
final class MetricFile {

  // One character a byte: what a power cut left in a file must not stop its reading.
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private MetricFile() {}

  /**
   * The file of a metric, its folder made if need be.
   *
   * @param metrics the folder of all metrics of the run
   * @throws SpotInputException if the name is not allowed, or another metric's name is a section of
   *     this one or the other way round: the layout cannot hold both
   */
  static Path of(Path metrics, String name) throws IOException {
    Names.key("metric", name);
    if (!Files.isDirectory(metrics)) {
      throw new NoSuchFileException(metrics.toString());
    }
    Path file = metrics.resolve(name);
    try {
      Files.createDirectories(file.getParent());
    } catch (FileAlreadyExistsException e) {
      throw new SpotInputException(
          "metric '"
              + name
              + "' cannot be recorded: there is a metric '"
              + metrics.relativize(Path.of(e.getFile()))
              + "' already, and a name cannot be both a metric and a section. Rename one of them.",
          e);
    }
    if (Files.isDirectory(file)) {
      throw new SpotInputException(
          "metric '"
              + name
              + "' cannot be recorded: there are metrics '"
              + name
              + "/...' already, and a name cannot be both a metric and a section. Rename it.");
    }
    return file;
  }

  /** The line of a point. MLflow's pages fail on infinity, so the greatest number stands for it. */
  static String line(long millis, double value, long step) {
    double finite = new MetricPoint(millis, step, value).finite().value();
    String number = Double.isNaN(finite) ? "nan" : Double.toString(finite);
    return millis + " " + number + " " + step + "\n";
  }

  /** The line of a figure of a model, which also says in which run it was found. */
  static String modelLine(long millis, double value, long step, String runId) {
    return line(millis, value, step).stripTrailing() + " " + runId + "\n";
  }

  /**
   * The point of a line, or nothing if it is no whole line. Lines of MLflow with a data set behind
   * the step are understood.
   */
  static Optional<MetricPoint> point(String line) {
    String[] parts = line.strip().split(" ", -1);
    if (parts.length < 2) {
      return Optional.empty();
    }
    try {
      long step = parts.length > 2 ? Long.parseLong(parts[2]) : 0;
      return Optional.of(new MetricPoint(Long.parseLong(parts[0]), step, value(parts[1])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** All points of a file; a last line without its end was cut off and is left out. */
  static List<MetricPoint> read(Path file) throws IOException {
    List<MetricPoint> points = new ArrayList<>();
    for (String line : wholeLines(Files.readString(file, BYTES))) {
      point(line).ifPresent(points::add);
    }
    return points;
  }

  /**
   * Takes a file back to a moment: later points and lines that are not whole are dropped. A file
   * without points is removed, since MLflow cannot read it.
   *
   * @param staging a folder on the same disk for the new version of the file
   */
  static void rewind(Path staging, Path metrics, Path file, long upToMillis) throws IOException {
    String before = Files.readString(file, BYTES);
    StringBuilder kept = new StringBuilder(before.length());
    for (String line : wholeLines(before)) {
      Optional<MetricPoint> point = point(line);
      if (point.isPresent() && point.get().millis() <= upToMillis) {
        kept.append(line).append('\n');
      }
    }
    if (kept.length() == before.length()) {
      return;
    }
    if (kept.length() > 0) {
      FolderFiles.replace(staging, file, kept.toString().getBytes(BYTES));
      return;
    }
    Files.delete(file);
    Path folder = file.getParent();
    while (folder != null && !folder.equals(metrics) && isEmpty(folder)) {
      Files.delete(folder);
      folder = folder.getParent();
    }
  }

  private static List<String> wholeLines(String text) {
    int end = text.lastIndexOf('\n') + 1;
    return text.substring(0, end).lines().toList();
  }

  private static double value(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }
}
