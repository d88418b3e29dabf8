package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.tracking.DatasetReference;
import org.spotrl.api.tracking.RunDescription;

/** Example data for several tests. */
public final class Examples {

  public static final long START = 1_700_000_000_000L;

  public static final DatasetReference DATASET =
      new DatasetReference(
          "maze2d-umaze-v1",
          "1a2b3c4d",
          "collected",
          "maze2d-umaze, 1000 steps",
          1000,
          4,
          2,
          Map.of("return_mean", 12.5));

  private Examples() {}

  /** Ids 0...01, 0...02 and so on, of 32 digits. */
  public static Supplier<String> countingIds() {
    AtomicInteger next = new AtomicInteger();
    return () -> String.format("%032x", next.incrementAndGet());
  }

  public static FolderTracker tracker(Path root, SettableClock clock) {
    return new FolderTracker(root, clock, countingIds(), "researcher");
  }

  public static RunDescription description(String experiment, String name) {
    return new RunDescription(
        experiment,
        name,
        "",
        Map.of("algorithm.name", "spot"),
        Map.of("seed", "0"),
        "quickstart.yaml");
  }

  /** The regular files below a folder, content by relative path. */
  public static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(
            folder.relativize(file).toString(),
            Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  /** Deletes a file or a folder with its content, if it exists. */
  public static void delete(Path path) throws IOException {
    AtomicFiles.deleteTree(path);
  }

  /** Copies a folder of the test resources. */
  public static Path copyOfResource(String name, Path target) throws IOException {
    Path source = resource(name);
    try (Stream<Path> walk = Files.walk(source)) {
      for (Path each : walk.toList()) {
        Files.copy(each, target.resolve(source.relativize(each).toString()));
      }
    }
    return target;
  }

  public static Path resource(String name) {
    return Path.of("src", "test", "resources", name);
  }
}
