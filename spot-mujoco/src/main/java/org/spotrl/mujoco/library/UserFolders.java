package org.spotrl.mujoco.library;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where a user's programs keep what they can fetch again, by the custom of each system. */
final class UserFolders {

  private UserFolders() {}

  /**
   * The folder {@code spot} of the user's cache.
   *
   * @param environment the process's environment variables
   * @param osName Java's {@code os.name}
   * @param home the user's home folder
   */
  static Path cache(Map<String, String> environment, String osName, Path home) {
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      String local = environment.getOrDefault("LOCALAPPDATA", "");
      Path base = local.isEmpty() ? home.resolve("AppData").resolve("Local") : Path.of(local);
      return base.resolve("spot").resolve("cache");
    }
    if (os.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches").resolve("spot");
    }
    // The XDG specification wants relative paths to be ignored.
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base = xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".cache");
    return base.resolve("spot");
  }
}
