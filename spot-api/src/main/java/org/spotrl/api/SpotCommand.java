package org.spotrl.api;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The spot command as the user types it, for messages that tell what to type next. */
public final class SpotCommand {

  /** The system property in which the script that starts Java says how it was called. */
  public static final String PROPERTY = "spot.command";

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./\\\\-]+");

  private SpotCommand() {}

  /**
   * A line that the user can paste, for example {@code ./spot resume 0f3a}.
   *
   * @param arguments what follows the command; those with blanks or signs of the shell are quoted
   */
  public static String line(String... arguments) {
    return Stream.concat(Stream.of(System.getProperty(PROPERTY, "spot")), Arrays.stream(arguments))
        .map(word -> PLAIN.matcher(word).matches() ? word : quoted(word))
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return System.getProperty("os.name", "").startsWith("Windows")
        ? '"' + word + '"'
        : "'" + word.replace("'", "'\\''") + "'";
  }
}
