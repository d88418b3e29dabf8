package org.spotrl.api.host;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spotrl.api.error.SpotInputException;

/**
 * Resolves paths that users write in configuration files, environment variables and on the command
 * line.
 *
 * <p>{@code ~} is the home folder. {@code file:} URLs are paths, absolute or relative. A text that
 * looks like something else (a URL, an unexpanded variable, a path of another system) is refused
 * unless a file of exactly this name exists: nobody wants a folder named {@code sqlite:} or {@code
 * $HOME}.
 *
 * @param environment the process's environment variables
 * @param windows true for Windows paths
 */
public record UserPaths(Map<String, String> environment, boolean windows) {

  private static final Pattern DRIVE = Pattern.compile("/*[A-Za-z]:.*", Pattern.DOTALL);
  private static final Pattern ADDRESS =
      Pattern.compile(
          "[a-z][a-z0-9+.\\-]+:/.*|[a-z]+\\+[a-z0-9]+:.*|(https?|ftp|sqlite|postgres(ql)?|mysql|mssql"
              + "|oracle|jdbc|databricks|s3|gs|dbfs|hdfs|wasbs?|abfss?|runs|models|mlflow-artifacts):.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("[^/\\s:]+:(80|443|\\d{4,5})(/.*)?|localhost:\\d+.*", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?[A-Za-z_]");
  private static final Pattern WINDOWS_VARIABLE = Pattern.compile("%\\w+%|\\$\\{?[A-Za-z_]");
  private static final Pattern ESCAPES = Pattern.compile("(%[0-9A-Fa-f]{2})+");

  /** True if a text is the URL of a server, a database or a store, not a path. */
  public static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  /** Resolves paths for this process's user and system. */
  public static UserPaths standard() {
    return of(System.getenv());
  }

  /** Resolves paths with the given environment variables. */
  public static UserPaths of(Map<String, String> environment) {
    return new UserPaths(environment, File.separatorChar == '\\');
  }

  /**
   * Resolves a path, which need not exist.
   *
   * @param name the setting or variable with the text, for messages: for example {@code
   *     tracking.folder}
   * @throws SpotInputException if the text is not a path; the message says what to write instead
   */
  public Path path(String name, String text) {
    return physical(written(name, text));
  }

  /** As {@link #path}, for a text that is not relative to the current folder. */
  public Path written(String name, String text) {
    if (text.isBlank()) {
      throw refused(name, text, "it is empty. Name a file or folder; '.' is the current folder");
    }
    String path = text.toLowerCase(Locale.ROOT).startsWith("file:") ? ofAddress(name, text) : text;
    try {
      if (path.matches("~([/\\\\].*)?")) {
        return home().resolve(path.substring(Math.min(2, path.length())));
      }
      String doubt = doubt(path);
      if (!doubt.isEmpty()) {
        throw refused(name, text, doubt);
      }
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw refused(name, text, "it cannot be a file name on this system (" + e.getReason() + ")");
    }
  }

  /** The path if it exists; empty if it does not, or if the text is not a path. */
  public Optional<Path> existing(String text) {
    try {
      return Optional.of(path("path", text)).filter(Files::exists);
    } catch (SpotInputException e) {
      return Optional.empty();
    }
  }

  /**
   * The user's home folder: {@code HOME}, on Windows {@code USERPROFILE}, else Java's {@code
   * user.home}.
   *
   * @throws SpotInputException if there is none, or it is not an absolute path
   */
  public Path home() {
    String variable = windows ? "USERPROFILE" : "HOME";
    String home = environment.getOrDefault(variable, "");
    // Java's user.home is '?' for a user that the system does not know, as in some containers.
    Path path = Path.of(home.isBlank() ? System.getProperty("user.home", "") : home);
    if (!path.isAbsolute() && !windows) {
      throw refused(variable, home, "it is not an absolute path. Set it to your home folder");
    }
    return path;
  }

  /** Why a text is not a path, and what to write; empty if it is one. */
  private String doubt(String path) {
    String asItIs = "write ./" + path + " for a file or folder of exactly this name";
    if (isAddress(path)) {
      return "it is an address, and a file or folder is needed here. Write a path, or " + asItIs;
    }
    if (windows && DRIVE.matcher(path).matches()) {
      return "";
    }
    Matcher variable = (windows ? WINDOWS_VARIABLE : VARIABLE).matcher(path);
    if (variable.find() && !exists(path, variable.end())) {
      return "variables are not replaced here. Write the path itself";
    }
    int backslash = windows ? -1 : path.indexOf('\\');
    if ((backslash >= 0 && !exists(path, backslash))
        || (!windows && DRIVE.matcher(path).matches() && !exists(path, 2))) {
      return "it is a path of Windows, and this is another system. Write a path of this one, with /"
          + " between folders";
    }
    if (path.startsWith("~") && !exists(path, 0)) {
      return "only ~ and ~/... are understood. Write the whole path, or " + asItIs;
    }
    if (HOST_AND_PORT.matcher(path).matches() && !exists(path, 0)) {
      return "it looks like an address. Write http://%s for a server, or %s"
          .formatted(path, asItIs);
    }
    return "";
  }

  /** True if a file or folder exists whose name ends with the path segment at this position. */
  private static boolean exists(String path, int at) {
    int end = path.indexOf('/', at);
    return Files.exists(Path.of(end < 0 ? path : path.substring(0, end)));
  }

  /** The path of a {@code file:} URL, relative or absolute. */
  private String ofAddress(String name, String text) {
    String path = text.substring("file:".length());
    if (path.startsWith("//")) {
      String rest = path.substring(2);
      int end = rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/');
      String host = rest.substring(0, end).toLowerCase(Locale.ROOT);
      boolean isHome = host.equals("~");
      if (!isHome && !host.isEmpty() && !host.equals("localhost")) {
        throw refused(
            name,
            text,
            ("it names the folder %s of another machine, '%s'. Write file:%s for that folder here,"
                    + " or mount it and name where")
                .formatted(rest.substring(end), host, rest));
      }
      path = isHome ? rest : rest.substring(end);
    }
    if (path.isEmpty()) {
      throw refused(name, text, "it names no folder. Write file:///the/folder");
    }
    String decoded = ESCAPES.matcher(path).replaceAll(m -> decoded(name, text, m.group()));
    // file:///C:/runs
    return windows && DRIVE.matcher(decoded).matches() ? decoded.replaceFirst("^/+", "") : decoded;
  }

  private static String decoded(String name, String text, String escapes) {
    byte[] bytes = HexFormat.of().parseHex(escapes.replace("%", ""));
    try {
      return Matcher.quoteReplacement(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw refused(name, text, escapes + " is not UTF-8. Write the letters themselves");
    }
  }

  /**
   * Resolves {@code ..} after a symbolic link as the operating system does: from the target of the
   * link. Java would remove both names and so resolve it from the folder of the link.
   */
  private Path physical(Path path) throws InvalidPathException {
    int last = -1;
    for (int i = 1; i < path.getNameCount(); i++) {
      if (path.getName(i).toString().equals("..")) {
        last = i;
      }
    }
    if (windows || last < 0) {
      return path;
    }
    Path up = path.subpath(0, last + 1);
    Path start = (path.isAbsolute() ? path.getRoot().resolve(up) : up).toAbsolutePath();
    try {
      Path real = start.toRealPath();
      if (real.equals(start.normalize().toRealPath())) {
        return path;
      }
      return last + 1 == path.getNameCount()
          ? real
          : real.resolve(path.subpath(last + 1, path.getNameCount()));
    } catch (IOException e) {
      // Nothing exists there, so there is no link either.
      return path;
    }
  }

  private static SpotInputException refused(String name, String text, String why) {
    // The URL of a database may have a password in it.
    return new SpotInputException(
        "%s '%s' cannot be used: %s."
            .formatted(name, text, why)
            .replaceAll("//[^/\\s]*@", "//***@"));
  }
}
