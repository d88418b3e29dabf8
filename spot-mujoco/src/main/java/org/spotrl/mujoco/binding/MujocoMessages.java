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
 * Takes over what MuJoCo would print itself.
 *
 * <p>Its own error handler ends the process by exit(1), in 2.2.2 only after a key was pressed, and
 * its own warning handler writes a log file into the working folder. C code continues in an
 * undefined state if an error handler returns, and a Java exception cannot pass through C; so a
 * fatal error ends the process here too, at once and with a message.
 */
final class MujocoMessages {

  private static final Logger LOG = LoggerFactory.getLogger(MujocoMessages.class);

  /** The exit code of a failed run. */
  private static final int RUN_FAILED = 1;

  private static final ThreadLocal<String> LAST_WARNING = ThreadLocal.withInitial(() -> "");

  // Kept for good: C holds their addresses.
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

  /** The last warning on this thread, or an empty text; forgets it. */
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
    LOG.debug("MuJoCo warns: {}", message);
  }

  private static void endProcess(String message) {
    String text =
        "error: MuJoCo failed and cannot continue: "
            + message
            + "\nThe process ends here; a run continues from its last checkpoint.\n";
    // Straight to the descriptor: nothing buffered would be flushed before the halt.
    try (FileOutputStream err = new FileOutputStream(FileDescriptor.err)) {
      err.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Standard error is closed; the exit code still says it.
    } finally {
      Runtime.getRuntime().halt(RUN_FAILED);
    }
  }
}
