package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
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
    return files(
        folder,
        (file, failure) -> {
          throw failure;
        });
  }

  /** As {@link #files}; what may not be read is left out, with a warning. */
  static List<Path> readableFiles(Path folder) throws IOException {
    return files(folder, Unreadable::warn);
  }

  /** What to do about a file or folder that cannot be looked at. */
  @FunctionalInterface
  private interface OnFailure {
    void handle(Path file, IOException failure) throws IOException;
  }

  private static List<Path> files(Path folder, OnFailure onFailure) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            // Removed meanwhile.
            if (!(failure instanceof NoSuchFileException)) {
              onFailure.handle(file, failure);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }

  /** The folders directly in a folder in the order of their names; none if it does not exist. */
  static List<Path> folders(Path parent) throws IOException {
    return entries(parent).stream().filter(Files::isDirectory).toList();
  }

  /** As {@link #folders}; none, with a warning, if the folder may not be read. */
  static List<Path> readableFolders(Path parent) {
    try {
      return folders(parent);
    } catch (IOException e) {
      Unreadable.warn(parent, e);
      return List.of();
    }
  }

  /** What lies directly in a folder in the order of the names; nothing if it does not exist. */
  public static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      if (Files.isSymbolicLink(folder)) {
        throw e;
      }
      return List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The relative name of a file with '/' between folders. */
  public static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /**
   * The content of each file below a folder by its relative name: parameters or tags. What cannot
   * be read is left out, with a warning.
   */
  static SortedMap<String, String> texts(Path folder) {
    return reading(
        folder,
        () -> {
          SortedMap<String, String> texts = new TreeMap<>();
          for (Path file : readableFiles(folder)) {
            try {
              texts.put(name(folder, file), Files.readString(file));
            } catch (IOException e) {
              // It may be removed meanwhile.
              if (!(e instanceof NoSuchFileException)) {
                Unreadable.warn(file, e);
              }
            }
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
    String fault = fault(failure, folder);
    if (failure instanceof DamagedFileException) {
      return fault
          + ". Restore it from a backup, or move its folder out of the folder of the runs.";
    }
    if (isLink(failure)) {
      return fault + ". Correct or remove the link, or mount the disk that it leads to.";
    }
    if (failure instanceof NoSuchFileException) {
      return "%s (any more). If %s was moved or removed, put it back, then resume the run."
          .formatted(fault, folder);
    }
    if (failure instanceof AccessDeniedException || fault.contains("Read-only")) {
      return "%s. Check the owner and the rights of %s.".formatted(fault, folder);
    }
    boolean full = fault.contains("No space left") || fault.contains("quota");
    return "%s. %s the disk of %s, then resume the run."
        .formatted(fault, full ? "Free some space on" : "Check", folder);
  }

  /** What went wrong and where, without a full stop. */
  static String fault(IOException failure, Path where) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    if (isLink(failure)) {
      Path link = Path.of(String.valueOf(((FileSystemException) failure).getFile()));
      try {
        return failure instanceof FileSystemLoopException
            ? link + " is a link to a folder that it lies in"
            : "%s is a link to %s, where nothing is".formatted(link, Files.readSymbolicLink(link));
      } catch (IOException e) {
        return link + " is a broken link";
      }
    }
    if (failure instanceof NoSuchFileException) {
      return message + " does not exist";
    }
    if (failure instanceof AccessDeniedException) {
      return message + ": access is not permitted";
    }
    if (failure instanceof CharacterCodingException) {
      return where + " is not text in UTF-8";
    }
    return message.contains(where.toString()) || failure instanceof FileSystemException
        ? message
        : where + ": " + message;
  }

  /** Whether a link leads nowhere, or to a folder that it lies in. */
  private static boolean isLink(IOException failure) {
    if (!(failure instanceof FileSystemException system) || system.getFile() == null) {
      return false;
    }
    Path file = Path.of(system.getFile());
    return failure instanceof FileSystemLoopException
        || (Files.isSymbolicLink(file) && !Files.exists(file));
  }
}
