package org.spotrl.api.host;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes files and folders completely or not at all, even if the process is killed or the machine
 * crashes. They are written under a hidden temporary name and then renamed.
 */
public final class AtomicFiles {

  private static final String STAGING = ".staging-";

  private AtomicFiles() {}

  /** Writes the content of a file or a folder at the given path. */
  @FunctionalInterface
  public interface Writer {
    /** Writes to {@code path}. */
    void write(Path path) throws IOException;
  }

  /**
   * Creates or replaces a file atomically; its content is on disk when this returns.
   *
   * @param staging a folder, usually on the same disk, for the incomplete file
   */
  public static void replace(Path staging, Path target, byte[] content) throws IOException {
    replace(staging, target, made -> Files.write(made, content, StandardOpenOption.CREATE_NEW));
  }

  /** As {@link #replace(Path, Path, byte[])}, with a text in UTF-8. */
  public static void replace(Path staging, Path target, String content) throws IOException {
    replace(staging, target, content.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #replace(Path, Path, byte[])}, with the content of another file. */
  public static void copy(Path staging, Path source, Path target) throws IOException {
    replace(staging, target, made -> Files.copy(source, made));
  }

  /** As {@link #replace(Path, Path, byte[])}, with what {@code writer} writes. */
  public static void replace(Path staging, Path target, Writer writer) throws IOException {
    Path made = stagingName(staging);
    try {
      writer.write(made);
      force(made);
      move(made, target);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  /**
   * Creates a folder with its content atomically.
   *
   * @param staging path of the incomplete folder: unused, usually on the same disk
   * @return false if the target is already a folder with content, which is then left unchanged
   */
  public static boolean createFolder(Path staging, Path target, Writer writer) throws IOException {
    Files.createDirectory(staging);
    try {
      writer.write(staging);
      Files.createDirectories(target.getParent());
      move(staging, target);
      return true;
    } catch (FileSystemException e) {
      if (Files.isDirectory(target)) {
        return false;
      }
      throw e;
    } finally {
      deleteTree(staging);
    }
  }

  /** A new hidden staging name in a folder. */
  public static Path stagingName(Path folder) {
    return folder.resolve(STAGING + UUID.randomUUID());
  }

  /** Deletes the incomplete files and folders that a killed process left in a folder. */
  public static void cleanStaging(Path folder) throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, STAGING + "*")) {
      for (Path leftover : leftovers) {
        deleteTree(leftover);
      }
    }
  }

  /** Writes a text in UTF-8 to a new file; it is on disk when this returns. */
  public static void writeNew(Path file, String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Flushes the content of a file to disk. */
  public static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Flushes the entries of a folder to disk: files created, renamed or deleted in it. */
  public static void syncFolder(Path folder) throws IOException {
    // Windows cannot open a folder as a file; NTFS journals the names itself.
    if (File.separatorChar == '/') {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /**
   * Renames a file or a folder atomically, on the same disk.
   *
   * @throws IOException also if {@code to} is a folder with content
   */
  public static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** As {@link #rename}, also to another disk, to which a link on the way may lead. */
  private static void move(Path from, Path to) throws IOException {
    try {
      rename(from, to);
    } catch (AtomicMoveNotSupportedException e) {
      Path made = stagingName(to.resolveSibling(""));
      try {
        copyTree(from, made);
        rename(made, to);
      } finally {
        deleteTree(made);
      }
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.copy(file, copy);
        if (Files.isRegularFile(copy)) {
          force(copy);
        }
      }
    }
  }

  /** Deletes a file or a folder with its content, if it exists; links are not followed. */
  public static void deleteTree(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
