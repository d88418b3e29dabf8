package org.spotrl.mujoco.library;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of the search for libmujoco.
 *
 * @param library the library to use; no other is tried. If empty, the system property {@code
 *     mujoco.library} or else the environment variable {@code MUJOCO_LIBRARY} may name one.
 * @param download whether a missing library may be downloaded into the cache
 */
public record MujocoSettings(Optional<Path> library, boolean download) {

  /** No named library, downloads allowed. */
  public static final MujocoSettings STANDARD = new MujocoSettings(Optional.empty(), true);

  /** A copy with a library to use. */
  public MujocoSettings withLibrary(Path path) {
    return new MujocoSettings(Optional.of(path), download);
  }

  /** A copy without downloads. */
  public MujocoSettings offline() {
    return new MujocoSettings(library, false);
  }
}
