package org.spotrl.api.host;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The user's cache folder, for files that spot can download or create again. */
public final class UserCache {

  private UserCache() {}

  /**
   * Spot's cache folder for the current user; it may not exist yet.
   *
   * @throws InvalidPathException if Java cannot encode the folder's name in the current locale
   */
  public static Path folder() {
    return folder(
        System.getenv(),
        System.getProperty("os.name", ""),
        Path.of(System.getProperty("user.home", ".")));
  }

  /**
   * Spot's cache folder by the convention of each system: {@code ${XDG_CACHE_HOME:-~/.cache}/spot}
   * on Linux, {@code ~/Library/Caches/spot} on macOS, {@code %LOCALAPPDATA%\spot\cache} on Windows.
   *
   * @param environment the process's environment variables
   * @param osName Java's {@code os.name}
   * @param home the user's home folder
   */
  public static Path folder(Map<String, String> environment, String osName, Path home) {
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      String local = environment.getOrDefault("LOCALAPPDATA", "");
      Path base = local.isEmpty() ? home.resolve("AppData").resolve("Local") : Path.of(local);
      return base.resolve("spot").resolve("cache");
    }
    if (os.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches").resolve("spot");
    }
    // The XDG specification says that relative paths must be ignored.
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base = xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".cache");
    return base.resolve("spot");
  }
}
