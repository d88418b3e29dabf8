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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.mlflow.format.Names;

/** Reads and writes the files of a tracking folder. */
public final class FolderFiles {

  private FolderFiles() {}

  /** Work on files. */
  @FunctionalInterface
  public interface Work<T> {
    /** Runs the work. */
    T run() throws IOException;
  }

  /** The regular files at any depth, sorted; empty if the folder does not exist. */
  static List<Path> files(Path folder) throws IOException {
    return files(
        folder,
        (file, failure) -> {
          throw failure;
        });
  }

  /** As {@link #files}, but skips unreadable files and folders with a warning. */
  static List<Path> readableFiles(Path folder) throws IOException {
    return files(folder, Unreadable::warn);
  }

  /** Handles a file or folder that cannot be read. */
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
            // The file may have been removed meanwhile.
            if (!(failure instanceof NoSuchFileException)) {
              onFailure.handle(file, failure);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }

  /** The direct subfolders, sorted; empty if the folder does not exist. */
  static List<Path> folders(Path parent) throws IOException {
    return entries(parent).stream().filter(Files::isDirectory).toList();
  }

  /** As {@link #folders}, but returns an empty list with a warning if the folder is unreadable. */
  static List<Path> readableFolders(Path parent) {
    try {
      return folders(parent);
    } catch (IOException e) {
      Unreadable.warn(parent, e);
      return List.of();
    }
  }

  /** The direct entries of a folder, sorted; empty if the folder does not exist. */
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

  /** The path of a file relative to a folder, with '/' between folders. */
  public static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /**
   * The parameters or tags in a folder: file content by relative path. Skips unreadable files with
   * a warning.
   */
  static Map<String, String> texts(Path folder) {
    return new FileMap<>(folder, FolderFiles::text);
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      // It was removed meanwhile.
      return Optional.empty();
    } catch (IOException e) {
      Unreadable.warn(file, e);
      return Optional.empty();
    }
  }

  /** Writes parameters or tags into a folder that no reader uses yet. */
  static void write(Path folder, String type, Map<String, String> texts) throws IOException {
    for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
      Files.writeString(place(folder, type, text.getKey()), text.getValue());
    }
  }

  /**
   * Adds or replaces parameters or tags, each atomically.
   *
   * @param staging a folder on the same disk for temporary files; readers ignore its hidden entries
   */
  static void replace(Path staging, Path folder, String type, Map<String, String> texts)
      throws IOException {
    for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
      AtomicFiles.replace(staging, place(folder, type, text.getKey()), text.getValue());
    }
  }

  /** The file for a name; creates a folder for each section of the name. */
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
        "%s '%s' cannot be recorded: there is a %1$s '%s', and a name cannot also be a section of another name."
            .formatted(type, name, other));
  }

  /** Creates a folder with a {@code meta.yaml} atomically; returns false if it exists already. */
  static boolean place(RunFolder run, Path folder, MetaYaml meta) throws IOException {
    return AtomicFiles.createFolder(AtomicFiles.stagingName(run.path()), folder, meta::writeInto);
  }

  /**
   * Appends to a file, creating it if necessary. If the write fails, for example on a full disk,
   * the file keeps its old content.
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

  /**
   * Reads from a folder; turns an {@link IOException} into a {@link SpotRunException} with a
   * remedy.
   */
  public static <T> T reading(Path folder, Work<T> work) {
    return doing("the runs in " + folder + " cannot be read", folder, work);
  }

  /**
   * Works on a folder; turns an {@link IOException} into a {@link SpotRunException} with a remedy.
   */
  public static <T> T doing(String failure, Path folder, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new SpotRunException(failure + ": " + message(e, folder), e);
    }
  }

  /**
   * Describes a failure, its place and the remedy.
   *
   * @param folder the folder that was read or written
   */
  public static String message(IOException failure, Path folder) {
    String fault = fault(failure, folder);
    if (failure instanceof DamagedFileException) {
      return fault + ". Restore it from a backup, or move its folder out of the tracking folder.";
    }
    if (isLink(failure)) {
      return fault + ". Fix or remove the link, or mount the disk that it points to.";
    }
    if (failure instanceof NoSuchFileException) {
      return "%s. If %s was moved or deleted, restore it, then resume the run."
          .formatted(fault, folder);
    }
    if (failure instanceof AccessDeniedException || fault.contains("Read-only")) {
      return "%s. Check the owner and permissions of %s.".formatted(fault, folder);
    }
    boolean full = fault.contains("No space left") || fault.contains("quota");
    return "%s. %s the disk of %s, then resume the run."
        .formatted(fault, full ? "Free some space on" : "Check", folder);
  }

  /** Describes a failure and its place, without a full stop. */
  static String fault(IOException failure, Path where) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    if (isLink(failure)) {
      Path link = Path.of(String.valueOf(((FileSystemException) failure).getFile()));
      try {
        return failure instanceof FileSystemLoopException
            ? link + " is a link to one of its parent folders"
            : "%s is a link to %s, which does not exist"
                .formatted(link, Files.readSymbolicLink(link));
      } catch (IOException e) {
        return link + " is a broken link";
      }
    }
    if (failure instanceof NoSuchFileException) {
      return message + " does not exist";
    }
    if (failure instanceof AccessDeniedException) {
      return message + ": permission denied";
    }
    if (failure instanceof CharacterCodingException) {
      return where + " is not UTF-8 text";
    }
    return message.contains(where.toString()) || failure instanceof FileSystemException
        ? message
        : where + ": " + message;
  }

  /** Whether the failure is a broken link or a link to a parent folder. */
  private static boolean isLink(IOException failure) {
    if (!(failure instanceof FileSystemException system) || system.getFile() == null) {
      return false;
    }
    Path file = Path.of(system.getFile());
    return failure instanceof FileSystemLoopException
        || (Files.isSymbolicLink(file) && !Files.exists(file));
  }
}
