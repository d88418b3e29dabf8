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
 * Remembers, beside a run, which of its files a server has in which version, since a server knows
 * no more than sizes. Lines are "size microseconds path"; a later line of a path replaces an
 * earlier one. Without this file each is sent once more, which changes nothing.
 */
final class SentFiles {

  /** A version of which nothing is known but that some of it may be there. */
  static final LocalFiles.Version BEGUN = new LocalFiles.Version(-1, 0);

  /** The version of a file that the server has no more. */
  static final LocalFiles.Version REMOVED = new LocalFiles.Version(-2, 0);

  private final Path file;
  private final Map<String, LocalFiles.Version> versions = new ConcurrentHashMap<>();

  private SentFiles(Path file) {
    this.file = file;
  }

  /**
   * What was sent to one run of one server.
   *
   * @param serverRunId the server's id of the run
   */
  static SentFiles of(Path runFolder, String serverRunId) throws IOException {
    SentFiles sent = new SentFiles(runFolder.resolve(".sent-" + serverRunId));
    if (Files.exists(sent.file)) {
      String text = Files.readString(sent.file);
      // A line that a kill cut short is none.
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

  /** The version that the server has whole. */
  Optional<LocalFiles.Version> version(String path) {
    return Optional.ofNullable(versions.get(path)).filter(version -> !version.equals(BEGUN));
  }

  /** From here on the server has this version, which may be {@link #BEGUN} or {@link #REMOVED}. */
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
        // What a power cut left; the file is sent once more.
        versions.remove(fields[2]);
      }
    }
  }

  private static String line(String path, LocalFiles.Version version) {
    return version.size() + " " + version.micros() + " " + path + "\n";
  }
}
