package org.spotrl.experiments.checkpoint;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.host.AtomicFiles;

/**
 * Numbered folders such as {@code step-000020000} that are written and deleted atomically. A kill
 * can leave folders with a suffix: {@code .saving} is incomplete, {@code .replaced} is complete and
 * was about to be replaced, {@code .removed} was being deleted.
 */
final class NumberedFolders {

  private static final Logger LOG = LoggerFactory.getLogger(NumberedFolders.class);

  private static final String SAVING = ".saving";
  private static final String REPLACED = ".replaced";
  private static final String REMOVED = ".removed";

  private final Path parent;
  private final String prefix;
  private final Pattern pattern;

  /** The folders with this prefix in a parent folder; the first save creates it. */
  NumberedFolders(Path parent, String prefix) {
    this.parent = parent;
    this.prefix = prefix;
    this.pattern = Pattern.compile(prefix + "(\\d{9,18})(\\.saving|\\.replaced|\\.removed)?");
  }

  /** The name of a folder, with at least nine digits, so that names sort by number. */
  static String name(String prefix, long number) {
    return String.format(Locale.ROOT, "%s%09d", prefix, number);
  }

  /** The path of a complete folder. */
  Path path(long number) {
    return parent.resolve(name(prefix, number));
  }

  /** The complete folders of a number, the latest first; after a kill there can be two. */
  List<Path> whole(long number) {
    return Stream.of(path(number), path(number, REPLACED)).filter(Files::isDirectory).toList();
  }

  private Path path(long number, String suffix) {
    return parent.resolve(name(prefix, number) + suffix);
  }

  /** All numbers in the parent folder, the highest first; empty if it does not exist. */
  List<Long> numbers() throws IOException {
    if (!Files.exists(parent)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .map(entry -> pattern.matcher(entry.getFileName().toString()))
          .filter(Matcher::matches)
          .map(match -> Long.valueOf(match.group(1)))
          .distinct()
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  /**
   * Writes a folder under a temporary name, syncs it to disk and renames it. It replaces a folder
   * with the same number, which is kept if this fails.
   */
  void save(long number, AtomicFiles.Writer content) throws IOException {
    Path saving = path(number, SAVING);
    Path replaced = path(number, REPLACED);
    Files.createDirectories(parent);
    AtomicFiles.deleteTree(saving);
    try {
      Files.createDirectory(saving);
      content.write(saving);
      AtomicFiles.syncFolder(saving);
      if (Files.exists(path(number))) {
        AtomicFiles.rename(path(number), replaced);
      }
      AtomicFiles.rename(saving, path(number));
      AtomicFiles.syncFolder(parent);
      AtomicFiles.deleteTree(replaced);
    } catch (IOException e) {
      giveUp(number);
      throw e;
    }
  }

  /** Deletes the files of a failed save; if that fails, the next save deletes them. */
  private void giveUp(long number) {
    try {
      tidy(number);
    } catch (IOException e) {
      LOG.warn("files of an unfinished save are left in {}: {}", parent, reason(e));
    }
  }

  /** Deletes a folder. It is renamed first, so that a kill does not leave half of it. */
  void delete(long number) throws IOException {
    Path removed = path(number, REMOVED);
    AtomicFiles.deleteTree(removed);
    if (Files.exists(path(number))) {
      AtomicFiles.rename(path(number), removed);
      AtomicFiles.deleteTree(removed);
    }
  }

  /** Deletes the rest of killed saves. */
  void tidy() throws IOException {
    for (long number : numbers()) {
      tidy(number);
    }
  }

  private void tidy(long number) throws IOException {
    Path replaced = path(number, REPLACED);
    if (Files.exists(replaced) && !Files.exists(path(number))) {
      AtomicFiles.rename(replaced, path(number));
    }
    for (String suffix : List.of(REPLACED, SAVING, REMOVED)) {
      AtomicFiles.deleteTree(path(number, suffix));
    }
  }

  /** The reason of a failure, for messages. */
  static String reason(Exception e) {
    // The messages of file system errors are only a path, or empty.
    String message = e.getMessage();
    if (message == null) {
      return e.getClass().getSimpleName();
    } else if (e instanceof NoSuchFileException) {
      return "there is no " + message;
    } else if (e instanceof AccessDeniedException) {
      return "no permission for " + message;
    }
    return e instanceof FileAlreadyExistsException ? message + " is in the way" : message;
  }
}
