package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lists the files below a folder that another process may be changing. */
final class LocalFiles {

  /** Folders that are not whole yet, or on their way out: checkpoints being saved or removed. */
  private static final Pattern PASSING = Pattern.compile(".*\\.(saving|replaced|removed)");

  private LocalFiles() {}

  /** The version of each file by its path, with '/' between folders; none if there is no folder. */
  static Map<String, FileVersion> list(Path folder) throws IOException {
    Map<String, FileVersion> found = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) {
            return !entered.equals(folder) && isPassing(entered)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (Files.isRegularFile(file)) {
              String path = folder.relativize(file).toString().replace('\\', '/');
              // Of what a link leads to, not of the link.
              found.put(
                  path,
                  attributes.isSymbolicLink() ? FileVersion.of(file) : FileVersion.of(attributes));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            return gone(failure);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure)
              throws IOException {
            return failure == null ? FileVisitResult.CONTINUE : gone(failure);
          }
        });
    return found;
  }

  private static FileVisitResult gone(IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }

  private static boolean isPassing(Path path) {
    return PASSING.matcher(path.getFileName().toString()).matches();
  }
}
