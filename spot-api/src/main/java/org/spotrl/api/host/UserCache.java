package org.spotrl.api.host;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.error.SpotInputException;

/** The user's cache folder, for files that spot can download or create again. */
public final class UserCache {

  private static final String XDG = "XDG_CACHE_HOME";

  private UserCache() {}

  /**
   * Spot's cache folder for the current user; it may not exist yet.
   *
   * @throws InvalidPathException if Java cannot encode the folder's name in the current locale
   * @throws SpotInputException if {@code HOME} is not an absolute path
   */
  public static Path folder() {
    return folder(System.getenv());
  }

  /** As above, with the environment variables of the caller's choice. */
  public static Path folder(Map<String, String> environment) {
    return folder(environment, System.getProperty("os.name", ""));
  }

  /**
   * Spot's cache folder by the convention of each system: {@code ${XDG_CACHE_HOME:-~/.cache}/spot}
   * on Linux, {@code ~/Library/Caches/spot} on macOS, {@code %LOCALAPPDATA%\spot\cache} on Windows.
   *
   * @param environment the process's environment variables
   * @param osName Java's {@code os.name}
   */
  static Path folder(Map<String, String> environment, String osName) {
    UserPaths paths = UserPaths.of(environment);
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      String local = environment.getOrDefault("LOCALAPPDATA", "");
      Path base =
          local.isEmpty() ? paths.home().resolve("AppData").resolve("Local") : Path.of(local);
      return base.resolve("spot").resolve("cache");
    }
    if (os.startsWith("mac")) {
      return paths.home().resolve("Library").resolve("Caches").resolve("spot");
    }
    String xdg = environment.getOrDefault(XDG, "");
    return xdg.isEmpty() || isIgnored(xdg)
        ? paths.home().resolve(".cache").resolve("spot")
        : paths.path(XDG, xdg).resolve("spot");
  }

  /** The XDG specification says that a relative path must be ignored. */
  private static boolean isIgnored(String xdg) {
    return !xdg.startsWith("/") && !xdg.startsWith("~");
  }

  /** A note for the user if {@code XDG_CACHE_HOME} is ignored because it is a relative path. */
  public static Optional<String> note(Map<String, String> environment) {
    return note(environment, System.getProperty("os.name", ""));
  }

  static Optional<String> note(Map<String, String> environment, String osName) {
    String xdg = environment.getOrDefault(XDG, "");
    return xdg.isEmpty() || !isIgnored(xdg) || osName.matches("(?i)(windows|mac).*")
        ? Optional.empty()
        : Optional.of(
            "note: XDG_CACHE_HOME is '%s', which is not an absolute path; it is ignored, and ~/.cache is used"
                .formatted(xdg));
  }
}
