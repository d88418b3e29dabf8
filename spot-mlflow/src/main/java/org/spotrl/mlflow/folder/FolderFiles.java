package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.spotrl.api.error.SpotRunException;

/**
 * Writing that a kill at any moment cannot leave half done: all is made under a staging name first
 * and then moved to its place in one step.
 */
public final class FolderFiles {

  private static final String STAGING = ".staging-";

  private FolderFiles() {}

  /** Something that writes files. */
  @FunctionalInterface
  interface Writing {
    void run() throws IOException;
  }

  /** Something that fills a folder. */
  @FunctionalInterface
  interface Filling {
    void fill(Path folder) throws IOException;
  }

  /**
   * Replaces a file in one step, on disk when this returns.
   *
   * @param staging a folder on the same disk whose hidden entries no reader looks at
   */
  static void replace(Path staging, Path target, byte[] content) throws IOException {
    Path made = stagingName(staging);
    try {
      Files.write(made, content, StandardOpenOption.CREATE_NEW);
      force(made);
      Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  /**
   * Replaces a file by a text in one step, on disk when this returns.
   *
   * @param staging a folder on the same disk whose hidden entries no reader looks at
   */
  public static void replace(Path staging, Path target, String content) throws IOException {
    replace(staging, target, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Copies a file to its place in one step. */
  static void copy(Path staging, Path source, Path target) throws IOException {
    Path made = stagingName(staging);
    try {
      Files.copy(source, made);
      force(made);
      Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  /**
   * Makes a folder with all it holds appear in one step.
   *
   * @return false if the target was there already and holds something
   */
  static boolean place(Path made, Path target, Filling filling) throws IOException {
    Files.createDirectory(made);
    try {
      filling.fill(made);
      Files.createDirectories(target.getParent());
      Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (FileSystemException e) {
      if (Files.isDirectory(target)) {
        return false;
      }
      throw e;
    } finally {
      delete(made);
    }
  }

  /** Makes a folder and those above it if need be; a link to a folder is one. */
  static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
  }

  /** A new hidden name in a folder. */
  static Path stagingName(Path folder) {
    return folder.resolve(STAGING + UUID.randomUUID());
  }

  /** Removes what a killed process left under staging names. */
  static void cleanStaging(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, STAGING + "*")) {
      for (Path path : left) {
        delete(path);
      }
    }
  }

  /** All regular files below a folder, links followed, in the order of their names. */
  static List<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Brings a file's content to the disk. */
  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /**
   * Appends to a file, made if need be, in one write; what a full disk let through of it is taken
   * back.
   */
  public static void append(Path file, String lines) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
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

  /** Runs what writes into a run's folder and tells its failure in words of use. */
  static void recording(Path folder, Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new SpotRunException("the run could not be recorded: " + told(e, folder), e);
    }
  }

  /**
   * What went wrong, where, and what to do about it.
   *
   * @param folder the one to look at
   */
  public static String told(IOException failure, Path folder) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    if (failure instanceof NoSuchFileException) {
      return message
          + " does not exist (any more). If "
          + folder
          + " was moved or removed, put it back, then go on with the run.";
    }
    if (failure instanceof AccessDeniedException || message.contains("Read-only")) {
      return message
          + ": writing is not permitted. Check the owner and the rights of "
          + folder
          + ".";
    }
    if (message.contains("No space left") || message.contains("quota")) {
      return message + ". Free some space on the disk of " + folder + ", then go on with the run.";
    }
    return message + ". Check the disk of " + folder + ", then go on with the run.";
  }

  /** Removes a file or a folder with all it holds, if it is there. */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(path)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
