package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.mlflow.folder.FolderFiles;

/**
 * Records which versions of a run's files a server has, because a server knows only sizes. The
 * record is a file in the run's folder with lines "size microseconds path"; the last line of a path
 * counts. Without this file all files are sent again.
 */
final class SentFiles {

  /** The version of a file that may be partly on the server. */
  static final LocalFiles.Version BEGUN = new LocalFiles.Version(-1, 0);

  /** The version of a file that was deleted from the server. */
  static final LocalFiles.Version REMOVED = new LocalFiles.Version(-2, 0);

  private final Path file;
  private final Map<String, LocalFiles.Version> versions = new ConcurrentHashMap<>();

  private SentFiles(Path file) {
    this.file = file;
  }

  /**
   * Reads the record for one run of one server.
   *
   * @param serverRunId the server's id of the run
   */
  static SentFiles of(Path runFolder, String serverRunId) throws IOException {
    SentFiles sent = new SentFiles(runFolder.resolve(".sent-" + serverRunId));
    if (Files.exists(sent.file)) {
      String text = Files.readString(sent.file);
      // A killed process may leave an incomplete last line.
      text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(sent::read);
      StringBuilder compact = new StringBuilder();
      sent.versions.forEach((path, version) -> compact.append(line(path, version)));
      AtomicFiles.replace(runFolder, sent.file, compact.toString());
    }
    return sent;
  }

  /** The files that the server has, completely or in part. */
  Set<String> paths() {
    return Set.copyOf(versions.keySet());
  }

  /** The version that the server has completely. */
  Optional<LocalFiles.Version> version(String path) {
    return Optional.ofNullable(versions.get(path)).filter(version -> !version.equals(BEGUN));
  }

  /** Records a version, which may be {@link #BEGUN} or {@link #REMOVED}. */
  void add(String path, LocalFiles.Version version) throws IOException {
    FolderFiles.append(file, line(path, version));
    put(path, version);
  }

  private void put(String path, LocalFiles.Version version) {
    if (version.equals(REMOVED)) {
      versions.remove(path);
    } else {
      versions.put(path, version);
    }
  }

  private void read(String line) {
    String[] fields = line.split(" ", 3);
    if (fields.length == 3) {
      try {
        put(
            fields[2],
            new LocalFiles.Version(Long.parseLong(fields[0]), Long.parseLong(fields[1])));
      } catch (NumberFormatException e) {
        // Garbage from a power failure: the file is sent again.
        versions.remove(fields[2]);
      }
    }
  }

  private static String line(String path, LocalFiles.Version version) {
    return version.size() + " " + version.micros() + " " + path + "\n";
  }
}
