package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.mlflow.format.Names;

/** Reads and writes the files of a tracking folder; no reader ever sees a half-written one. */
public final class FolderFiles {

  private FolderFiles() {}

  /** Something that works on files. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /** The regular files below a folder in the order of their names; none if it does not exist. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The folders directly in a folder in the order of their names; none if it does not exist. */
  static List<Path> folders(Path parent) throws IOException {
    return entries(parent).stream().filter(Files::isDirectory).toList();
  }

  /** What lies directly in a folder in the order of the names; nothing if it does not exist. */
  public static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The relative name of a file with '/' between folders. */
  public static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /** The content of each file below a folder by its relative name: parameters or tags. */
  static SortedMap<String, String> texts(Path folder) {
    return reading(
        folder,
        () -> {
          SortedMap<String, String> texts = new TreeMap<>();
          for (Path file : files(folder)) {
            texts.put(name(folder, file), Files.readString(file));
          }
          return Collections.unmodifiableSortedMap(texts);
        });
  }

  /** Writes parameters or tags into a folder that no reader looks at yet. */
  static void write(Path folder, String type, Map<String, String> texts) throws IOException {
    for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
      Files.writeString(place(folder, type, text.getKey()), text.getValue());
    }
  }

  /**
   * Adds or replaces parameters or tags, each in one step.
   *
   * @param staging a folder on the same disk whose hidden entries no reader looks at
   */
  static void replace(Path staging, Path folder, String type, Map<String, String> texts)
      throws IOException {
    for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
      AtomicFiles.replace(staging, place(folder, type, text.getKey()), text.getValue());
    }
  }

  /** The file of a name, in a folder for each section of the name, which is made if need be. */
  static Path place(Path folder, String type, String name) throws IOException {
    Path file = folder.resolve(Names.key(type, name));
    String other = name + "/...";
    try {
      Files.createDirectories(file.resolveSibling(""));
      if (!Files.isDirectory(file)) {
        return file;
      }
    } catch (FileAlreadyExistsException e) {
      other = name(folder, Path.of(e.getFile()));
    }
    throw new SpotInputException(
        "%s '%s' cannot be recorded: there is a %1$s '%s', and a name cannot be that and a section."
            .formatted(type, name, other));
  }

  /** Makes a folder with a {@code meta.yaml} appear in one step; false if it is there already. */
  static boolean place(RunFolder run, Path folder, MetaYaml meta) throws IOException {
    return AtomicFiles.createFolder(AtomicFiles.stagingName(run.path()), folder, meta::writeInto);
  }

  /**
   * Appends to a file, made if need be, in one write; what a full disk let through of it is taken
   * back.
   */
  public static void append(Path file, String lines) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      long before = channel.size();
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } catch (IOException e) {
        channel.truncate(before);
        throw e;
      }
    }
  }

  /** Reads from a folder; a failure becomes a {@link SpotRunException} that says what to do. */
  public static <T> T reading(Path folder, Work<T> work) {
    return doing("the runs in " + folder + " cannot be read", folder, work);
  }

  /** Works in a folder; a failure becomes a {@link SpotRunException} that says what to do. */
  public static <T> T doing(String failure, Path folder, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new SpotRunException(failure + ": " + message(e, folder), e);
    }
  }

  /**
   * What went wrong, where, and what to do about it.
   *
   * @param folder the one to look at
   */
  public static String message(IOException failure, Path folder) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    if (failure instanceof NoSuchFileException) {
      return "%s does not exist (any more). If %s was moved or removed, put it back, then resume the run."
          .formatted(message, folder);
    }
    if (failure instanceof AccessDeniedException || message.contains("Read-only")) {
      return "%s: writing is not permitted. Check the owner and the rights of %s."
          .formatted(message, folder);
    }
    boolean full = message.contains("No space left") || message.contains("quota");
    return "%s. %s the disk of %s, then resume the run."
        .formatted(message, full ? "Free some space on" : "Check", folder);
  }
}
