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
 * Removes known lines that native code writes to this process's standard error. Standard error is
 * redirected to a file during one short action. Then all other lines are written to standard error
 * in their order, including those of other threads.
 *
 * <p>It does nothing on Windows, if JNA cannot be loaded, or if no temporary file can be created.
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
   * @param action a short action; it must not end the process, because its output would be lost
   * @param isKnown returns true for a line (without its end) that is removed
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
    // In this charset every byte is a character, so all bytes are written unchanged.
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
      Files.deleteIfExists(file);
    } catch (IOException e) {
      text = "spot: some output on standard error is lost: " + e + "\n";
    }
    StringBuilder kept = new StringBuilder();
    for (String line : text.split("(?<=\n)", -1)) {
      if (!isKnown.test(line.stripTrailing())) {
        kept.append(line);
      }
    }
    try {
      // Not closed: it is the process's standard error.
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
