package org.spotrl.mujoco.library;

import java.nio.file.Path;

/** Gets MuJoCo's wheel from somewhere. */
@FunctionalInterface
interface WheelSource {

  /**
   * Puts the wheel of a platform into a folder.
   *
   * @param folder exists and is empty
   * @return the wheel file
   * @throws LibraryFetchException if it cannot be had, with the remedy
   */
  Path fetch(Platform platform, Path folder) throws LibraryFetchException;
}
