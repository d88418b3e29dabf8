package org.spotrl.mujoco.library;

import java.nio.file.InvalidPathException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.UserCache;
import org.spotrl.mujoco.binding.MujocoRuntime;

/**
 * Finds and loads libmujoco: the path that the user named, else version 3.3.7 from the user's cache
 * (downloaded from PyPI if missing), else the system's library.
 */
public final class MujocoLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(MujocoLibrary.class);

  private MujocoLibrary() {}

  /**
   * Finds, loads and checks the library; never throws. With {@link MujocoSettings#offline()}
   * nothing is downloaded.
   */
  public static LibraryStatus locate(MujocoSettings settings) {
    Map<String, String> environment = System.getenv();
    Optional<LibraryCache> cache = Platform.current().flatMap(MujocoLibrary::cache);
    return new LibrarySearch(environment, cache, MujocoRuntime::open).run(settings);
  }

  /**
   * Finds, loads and checks the library.
   *
   * @throws SpotInputException if there is none; the message has what was tried and the remedy
   */
  public static MujocoRuntime load(MujocoSettings settings) {
    LibraryStatus status = locate(settings);
    if (status instanceof LibraryStatus.Found found) {
      found.notes().forEach(note -> LOG.warn("MuJoCo: {}", note));
      LOG.info(
          "MuJoCo {} from {}: {}",
          found.runtime().version(),
          found.source().description(),
          found.runtime().path());
      return found.runtime();
    }
    throw new SpotInputException(((LibraryStatus.Missing) status).problem());
  }

  private static Optional<LibraryCache> cache(Platform platform) {
    try {
      return Optional.of(
          new LibraryCache(UserCache.folder(), platform, PipDownload.standard(platform)));
    } catch (InvalidPathException e) {
      LOG.warn(
          "MuJoCo is not cached: Java cannot encode the cache folder's name in this locale ({});"
              + " set LC_ALL=C.UTF-8",
          e.getMessage());
      return Optional.empty();
    }
  }
}
