package org.spotrl.mujoco.library;

import java.nio.file.Path;

/** Provides MuJoCo's wheel. */
@FunctionalInterface
interface WheelSource {

  /**
   * Downloads the wheel of a platform into a folder.
   *
   * @param folder an empty folder
   * @return the wheel file
   * @throws LibraryFetchException if the download fails; the message has the remedy
   */
  Path fetch(Platform platform, Path folder) throws LibraryFetchException;
}
