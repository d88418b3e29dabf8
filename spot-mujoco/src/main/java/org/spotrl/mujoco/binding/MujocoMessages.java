package org.spotrl.mujoco.binding;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.NativeLibrary;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles MuJoCo's warnings and errors.
 *
 * <p>MuJoCo's default error handler ends the process with exit(1), in 2.2.2 only after a key press;
 * its default warning handler writes a log file into the working folder. If an error handler
 * returns, the C code continues in an undefined state, and a Java exception cannot pass through C.
 * So here too a fatal error ends the process, at once and with a message.
 */
final class MujocoMessages {

  private static final Logger LOG = LoggerFactory.getLogger(MujocoMessages.class);

  /** The exit code of a failed run. */
  private static final int RUN_FAILED = 1;

  private static final ThreadLocal<String> LAST_WARNING = ThreadLocal.withInitial(() -> "");

  // Never garbage collected: C holds their addresses.
  private static final MessageHandler ON_ERROR = MujocoMessages::endProcess;
  private static final MessageHandler ON_WARNING = MujocoMessages::remember;

  private MujocoMessages() {}

  /** The C type {@code void (*)(const char*)}. */
  interface MessageHandler extends Callback {
    void invoke(String message);
  }

  static void takeOver(NativeLibrary library) {
    set(library, "mju_user_error", ON_ERROR);
    set(library, "mju_user_warning", ON_WARNING);
  }

  /** Returns and clears the last warning on this thread; empty if there was none. */
  static String takeWarning() {
    String warning = LAST_WARNING.get();
    LAST_WARNING.remove();
    return warning;
  }

  private static void set(NativeLibrary library, String variable, MessageHandler handler) {
    library
        .getGlobalVariableAddress(variable)
        .setPointer(0, CallbackReference.getFunctionPointer(handler));
  }

  private static void remember(String message) {
    LAST_WARNING.set(message);
    LOG.debug("MuJoCo warning: {}", message);
  }

  private static void endProcess(String message) {
    String text =
        "error: MuJoCo failed and cannot continue: "
            + message
            + "\nThe process ends here. Resume the run from its last checkpoint.\n";
    // Written to the file descriptor: buffered output would not be flushed before the halt.
    try (FileOutputStream err = new FileOutputStream(FileDescriptor.err)) {
      err.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Standard error is closed; the exit code still reports the failure.
    } finally {
      Runtime.getRuntime().halt(RUN_FAILED);
    }
  }
}
