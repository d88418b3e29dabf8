package org.spotrl.api.host;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.spotrl.api.error.SpotInputException;

/** The user's cache folder, for files that spot can download or create again. */
public final class UserCache {

  private UserCache() {}

  /**
   * Spot's cache folder for the current user; it may not exist yet.
   *
   * @throws InvalidPathException if Java cannot encode the folder's name in the current locale
   * @throws SpotInputException if {@code HOME} or {@code XDG_CACHE_HOME} is no absolute path
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
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base = xdg.isEmpty() ? paths.home().resolve(".cache") : paths.path("XDG_CACHE_HOME", xdg);
    if (!base.isAbsolute()) {
      // The XDG specification has it ignored: then gigabytes land where the user did not want them.
      throw new SpotInputException(
          "XDG_CACHE_HOME '%s' cannot be used: it is not an absolute path. Correct or unset it."
              .formatted(xdg));
    }
    return base.resolve("spot");
  }
}
