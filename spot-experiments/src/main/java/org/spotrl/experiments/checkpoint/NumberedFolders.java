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
 * Numbered sub-folders of a folder, such as {@code step-000020000}, that appear whole or not at
 * all. A kill leaves names with a suffix: {@code .saving} is incomplete, {@code .replaced} is whole
 * while a new one of the same number takes its place, {@code .removed} is half deleted.
 */
final class NumberedFolders {

  private static final Logger LOG = LoggerFactory.getLogger(NumberedFolders.class);

  private static final String SAVING = ".saving";
  private static final String REPLACED = ".replaced";
  private static final String REMOVED = ".removed";

  private final Path parent;
  private final String prefix;
  private final Pattern pattern;

  /** Those in a folder, which is created at the first save, whose names begin with the prefix. */
  NumberedFolders(Path parent, String prefix) {
    this.parent = parent;
    this.prefix = prefix;
    this.pattern = Pattern.compile(prefix + "(\\d{9,18})(\\.saving|\\.replaced|\\.removed)?");
  }

  /** The name of a folder: nine digits at least, so that names sort by number. */
  static String name(String prefix, long number) {
    return String.format(Locale.ROOT, "%s%09d", prefix, number);
  }

  /** The place of a folder that is whole. */
  Path path(long number) {
    return parent.resolve(name(prefix, number));
  }

  /** The whole folders of a number, the latest first: after a kill there can be two. */
  List<Path> whole(long number) {
    return Stream.of(path(number), path(number, REPLACED)).filter(Files::isDirectory).toList();
  }

  private Path path(long number, String suffix) {
    return parent.resolve(name(prefix, number) + suffix);
  }

  /** All numbers that exist in the folder, highest first; none if there is no folder. */
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
   * Writes a folder beside its place and renames it; on disk when this returns. One of the same
   * number is replaced, and stays if this fails.
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

  /** Frees the space of a save that failed; what cannot be removed now is removed by the next. */
  private void giveUp(long number) {
    try {
      tidy(number);
    } catch (IOException e) {
      LOG.warn("the rest of an unfinished save stays in {}: {}", parent, reason(e));
    }
  }

  /** Deletes a folder; renamed first, so that a kill leaves no half of one under its name. */
  void delete(long number) throws IOException {
    Path removed = path(number, REMOVED);
    AtomicFiles.deleteTree(removed);
    if (Files.exists(path(number))) {
      AtomicFiles.rename(path(number), removed);
      AtomicFiles.deleteTree(removed);
    }
  }

  /** Removes what killed saves have left. */
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

  /** What went wrong, for messages. */
  static String reason(Exception e) {
    // The messages of file system errors say little: a path, or nothing at all.
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
