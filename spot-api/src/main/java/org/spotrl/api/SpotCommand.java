package org.spotrl.api;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The spot command as the user typed it, for messages that say what to type next. */
public final class SpotCommand {

  /** The system property that holds the command name; the start script sets it. */
  public static final String PROPERTY = "spot.command";

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./\\\\-]+");

  private SpotCommand() {}

  /**
   * A command line to paste, for example {@code ./spot resume 0f3a}.
   *
   * @param arguments the arguments; those with blanks or shell characters are quoted
   */
  public static String line(String... arguments) {
    return Stream.concat(Stream.of(System.getProperty(PROPERTY, "spot")), Arrays.stream(arguments))
        .map(SpotCommand::quoted)
        .collect(Collectors.joining(" "));
  }

  /**
   * The absolute path of the start script, for programs that start it in another folder; empty if
   * this program was started without it.
   */
  public static Optional<Path> path() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .map(command -> Path.of(command).toAbsolutePath().normalize())
        .filter(Files::isExecutable);
  }

  /** A word of a command line, quoted for the shell if it has blanks or shell characters. */
  public static String quoted(String word) {
    if (PLAIN.matcher(word).matches()) {
      return word;
    }
    return System.getProperty("os.name", "").startsWith("Windows")
        ? '"' + word + '"'
        : "'" + word.replace("'", "'\\''") + "'";
  }
}
