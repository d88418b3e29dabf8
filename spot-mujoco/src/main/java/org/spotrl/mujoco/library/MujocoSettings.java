package org.spotrl.mujoco.library;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where libmujoco may come from.
 *
 * @param library the library that the user named; nothing else is tried then. If empty, the system
 *     property {@code mujoco.library} and then the environment variable {@code MUJOCO_LIBRARY} may
 *     name one.
 * @param download whether the cache may be filled by a download
 */
public record MujocoSettings(Optional<Path> library, boolean download) {

  /** No library named, downloads allowed. */
  public static final MujocoSettings STANDARD = new MujocoSettings(Optional.empty(), true);

  /** The same with a library that must be used. */
  public MujocoSettings withLibrary(Path path) {
    return new MujocoSettings(Optional.of(path), download);
  }

  /** The same without downloads. */
  public MujocoSettings offline() {
    return new MujocoSettings(library, false);
  }
}
