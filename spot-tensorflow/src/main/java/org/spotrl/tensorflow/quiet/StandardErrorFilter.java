package org.spotrl.tensorflow.quiet;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Keeps known lines that native code writes from this process's standard error. It is redirected to
 * a file for the time of one short action; afterwards everything but the known lines is written to
 * it, in the same order, also what other threads wrote meanwhile.
 *
 * <p>Nothing is filtered on Windows, nor where JNA cannot be loaded or no temporary file be made.
 */
public final class StandardErrorFilter {

  private static final int STANDARD_ERROR = 2;
  private static final int OWNER_ONLY = 0600;

  private StandardErrorFilter() {}

  /** Functions of the C library that standard Java lacks. */
  private interface C extends Library {
    int creat(String path, int mode);

    int dup(int descriptor);

    int dup2(int from, int to);

    int close(int descriptor);
  }

  /**
   * Runs an action.
   *
   * @param action must be short, and must not end the process: a last word would be lost
   * @param isKnown whether a line, without its end, is left out
   */
  public static void run(Runnable action, Predicate<String> isKnown) {
    Optional<C> library = library();
    Optional<Path> file = library.flatMap(c -> temporaryFile());
    if (file.isEmpty()) {
      action.run();
      return;
    }
    try {
      redirected(library.orElseThrow(), file.get(), action);
    } finally {
      replay(file.get(), isKnown);
    }
  }

  private static void redirected(C c, Path file, Runnable action) {
    int saved = c.dup(STANDARD_ERROR);
    int target = saved < 0 ? -1 : c.creat(file.toString(), OWNER_ONLY);
    try {
      if (target >= 0) {
        c.dup2(target, STANDARD_ERROR);
      }
      action.run();
    } finally {
      if (target >= 0) {
        c.dup2(saved, STANDARD_ERROR);
        c.close(target);
      }
      if (saved >= 0) {
        c.close(saved);
      }
    }
  }

  private static void replay(Path file, Predicate<String> isKnown) {
    // A charset in which every byte is a character, so that all are written as they were.
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
      Files.deleteIfExists(file);
    } catch (IOException e) {
      text = "spot: what was written to standard error meanwhile is lost: " + e + "\n";
    }
    StringBuilder kept = new StringBuilder();
    for (String line : text.split("(?<=\n)", -1)) {
      if (!isKnown.test(line.stripTrailing())) {
        kept.append(line);
      }
    }
    try {
      // Not closed, as it is the process's own.
      new FileOutputStream(FileDescriptor.err)
          .write(kept.toString().getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // There is no standard error to write to.
    }
  }

  private static Optional<C> library() {
    try {
      return Platform.isWindows()
          ? Optional.empty()
          : Optional.of(Native.load(Platform.C_LIBRARY_NAME, C.class));
    } catch (LinkageError e) {
      return Optional.empty();
    }
  }

  private static Optional<Path> temporaryFile() {
    try {
      return Optional.of(Files.createTempFile("spot-", ".log"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
