package org.spotrl.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Locale;

/** Checks that the command's output was written. Java's streams do not throw on failure. */
final class StandardOutput {

  /** The exit code for a closed pipe, as in shells: 128 and the number of SIGPIPE. */
  private static final int CLOSED_PIPE = 141;

  private StandardOutput() {}

  /**
   * Replaces the exit code if output was lost. A full disk is an error with a message; a closed
   * pipe, as with {@code | head}, ends the program silently.
   */
  static int checked(int code) {
    if (!System.out.checkError()) {
      return code;
    }
    String reason = reason();
    boolean closed = reason.toLowerCase(Locale.ROOT).contains("pipe");
    if (!closed) {
      System.err.println(
          "error: some output could not be written to standard output ("
              + reason
              + "); apart from that, the command is complete");
    }
    return code != 0 ? code : closed ? CLOSED_PIPE : 1;
  }

  /** The reason, from another attempt to write. */
  private static String reason() {
    try {
      // Not closed, because it is the process's output.
      new FileOutputStream(FileDescriptor.out).write('\n');
      return "no reason is known";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
