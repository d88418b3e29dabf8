package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spotrl.mlflow.format.MetricPoint;

/**
 * The points of a metric's file from some byte on.
 *
 * @param points those of whole lines; a last line without its end is still being written
 * @param end the byte after the last whole line
 */
public record MetricTail(List<MetricPoint> points, long end) {

  /** A tail with an unmodifiable copy of its points. */
  public MetricTail {
    points = List.copyOf(points);
  }

  /** The file of each metric by the metric's name; none if the folder does not exist. */
  public static SortedMap<String, Path> files(Path metrics) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    for (Path file : RecordedFiles.files(metrics)) {
      files.put(RecordedFiles.name(metrics, file), file);
    }
    return files;
  }

  /**
   * Reads a file that another process may be appending to.
   *
   * @param start the first byte to read, 0 or the end of an earlier tail
   */
  public static MetricTail read(Path file, long start) throws IOException {
    byte[] bytes;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(Math.max(0, channel.size() - start)));
      channel.position(start);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // A read may give less than what was asked for.
      }
      bytes = Arrays.copyOf(buffer.array(), buffer.position());
    }
    int whole = bytes.length;
    while (whole > 0 && bytes[whole - 1] != '\n') {
      whole--;
    }
    List<MetricPoint> points = new ArrayList<>();
    new String(bytes, 0, whole, StandardCharsets.ISO_8859_1)
        .lines()
        .forEach(line -> MetricFile.point(line).ifPresent(points::add));
    return new MetricTail(points, start + whole);
  }
}
