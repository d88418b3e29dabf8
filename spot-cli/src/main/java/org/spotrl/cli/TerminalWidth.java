package org.spotrl.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spotrl.api.host.ExternalCommand;

/**
 * The columns of the terminal. They are read again every two seconds, because users resize windows.
 *
 * <p>{@code stty} takes milliseconds, in its own thread. JLine needs half a second to start, and
 * picocli's detection reports at least 55 columns.
 */
final class TerminalWidth implements IntSupplier {

  /** The width if it is unknown. */
  static final int STANDARD = 80;

  private static final long AGAIN_NANOS = 2_000_000_000L;
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("\\d+ ([1-9]\\d{0,4})");
  private static final ExternalCommand ASK =
      ExternalCommand.of("sh", "-c", "stty size </dev/tty 2>/dev/null");

  private volatile int columns = STANDARD;
  private long asked = System.nanoTime() - AGAIN_NANOS;
  private CompletableFuture<Void> asking = CompletableFuture.completedFuture(null);

  @Override
  public synchronized int getAsInt() {
    long now = System.nanoTime();
    if (asking.isDone() && now - asked >= AGAIN_NANOS) {
      asked = now;
      asking =
          CompletableFuture.runAsync(
              () -> ASK.output(LIMIT).ifPresent(out -> columns = parse(out)));
    }
    return columns;
  }

  /** Parses the output of {@code stty size}: rows and columns, both 0 if unknown. */
  static int parse(String size) {
    Matcher matcher = ROWS_AND_COLUMNS.matcher(size.strip());
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : STANDARD;
  }
}
