package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.spotrl.mlflow.folder.FolderFiles;

/** Lists the files below a folder that another process may be changing. */
final class LocalFiles {

  /** Folders of checkpoints that are being saved or deleted. */
  private static final Pattern TEMPORARY = Pattern.compile(".*\\.(saving|replaced|removed)");

  private LocalFiles() {}

  /**
   * Identifies the content of a file without reading it.
   *
   * @param size size in bytes
   * @param micros last modification, microseconds since 1970
   */
  record Version(long size, long micros) {
    static Version of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Version(
          attributes.size(), attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS));
    }
  }

  /** The version of each file by path, with '/' between folders; empty if there is no folder. */
  static SortedMap<String, Version> list(Path folder) throws IOException {
    SortedMap<String, Version> found = new TreeMap<>();
    addFiles(folder, folder, found, new HashSet<>());
    return found;
  }

  /** Adds files and follows links; {@code above} has the real paths of the parent folders. */
  private static void addFiles(Path root, Path folder, Map<String, Version> found, Set<Path> above)
      throws IOException {
    for (Path entry : FolderFiles.entries(folder)) {
      if (Files.isDirectory(entry)) {
        if (!TEMPORARY.matcher(entry.getFileName().toString()).matches()) {
          Path real = entry.toRealPath();
          if (!above.add(real)) {
            throw new FileSystemLoopException(entry.toString());
          }
          addFiles(root, entry, found, above);
          above.remove(real);
        }
      } else if (Files.isRegularFile(entry)) {
        try {
          found.put(FolderFiles.name(root, entry), Version.of(entry));
        } catch (NoSuchFileException e) {
          // Deleted meanwhile.
          found.remove(FolderFiles.name(root, entry));
        }
      }
    }
  }

  /** The number and total size of all files below a folder. */
  static TransferSize size(Path folder) throws IOException {
    TransferSize size = TransferSize.NONE;
    for (Version version : list(folder).values()) {
      size = size.plus(new TransferSize(0, 1, version.size()));
    }
    return size;
  }

  /**
   * A checksum over names, sizes and times of all files. Hidden files do not belong to the run and
   * are ignored.
   */
  static String checksum(Path folder) throws IOException {
    SortedMap<String, Version> files = list(folder);
    files.keySet().removeIf(path -> path.startsWith("."));
    CRC32C sum = new CRC32C();
    files.forEach((path, version) -> sum.update((path + version).getBytes(StandardCharsets.UTF_8)));
    long bytes = files.values().stream().mapToLong(Version::size).sum();
    return "%d files, %d bytes, %08x".formatted(files.size(), bytes, sum.getValue());
  }
}
