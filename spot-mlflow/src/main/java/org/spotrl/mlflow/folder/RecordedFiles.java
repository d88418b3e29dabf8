package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.Names;

/** Reading of the folders that hold one small file for each name. */
final class RecordedFiles {

  private RecordedFiles() {}

  /** Something that reads files. */
  @FunctionalInterface
  interface Reading<T> {
    T run() throws IOException;
  }

  /** Runs what reads and tells its failure in words of use. */
  static <T> T reading(Path folder, Reading<T> reading) {
    try {
      return reading.run();
    } catch (IOException e) {
      throw new SpotRunException(
          "the runs in " + folder + " cannot be read: " + FolderFiles.told(e, folder), e);
    }
  }

  /** The content of each file below a folder by its relative name. */
  static Map<String, String> texts(Path folder) {
    return reading(
        folder,
        () -> {
          Map<String, String> texts = new TreeMap<>();
          for (Path file : files(folder)) {
            texts.put(name(folder, file), Files.readString(file));
          }
          return Collections.unmodifiableMap(texts);
        });
  }

  /** The latest point of each metric. */
  static Map<String, MetricPoint> latest(Path metrics) {
    return reading(
        metrics,
        () -> {
          Map<String, MetricPoint> latest = new TreeMap<>();
          for (Path file : files(metrics)) {
            MetricFile.read(file).stream()
                .max(MetricPoint.LATEST)
                .ifPresent(point -> latest.put(name(metrics, file), point));
          }
          return Collections.unmodifiableMap(latest);
        });
  }

  /** All points of a metric. */
  static List<MetricPoint> history(Path metrics, String metric) {
    Path file = metrics.resolve(Names.key("metric", metric));
    return reading(
        metrics,
        () ->
            Files.isRegularFile(file)
                ? List.copyOf(MetricFile.read(file))
                : List.<MetricPoint>of());
  }

  /** The regular files below a folder; none if it does not exist. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The relative name of a file with '/' between folders. */
  static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }
}
