package org.spotrl.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Locale;

/** Whether what the command printed has arrived; Java's streams only remember that it has not. */
final class StandardOutput {

  /** What a shell reports of a program that a closed pipe ends: 128 and the number of SIGPIPE. */
  private static final int CLOSED_PIPE = 141;

  private StandardOutput() {}

  /**
   * The exit code of a command that ended with {@code code}: another one if some of its output is
   * lost. A full disk is an error; a pipe that its reader has closed, as {@code | head} does, ends
   * a program without a word.
   */
  static int checked(int code) {
    if (!System.out.checkError()) {
      return code;
    }
    String reason = reason();
    boolean closed = reason.toLowerCase(Locale.ROOT).contains("pipe");
    if (!closed) {
      System.err.println(
          "error: some of what the command printed could not be written to standard output ("
              + reason
              + "); what it did otherwise is done");
    }
    return code != 0 ? code : closed ? CLOSED_PIPE : 1;
  }

  /** Why it cannot be written, by writing once more. */
  private static String reason() {
    try {
      // Not closed, as it is the process's own.
      new FileOutputStream(FileDescriptor.out).write('\n');
      return "no reason is known";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
