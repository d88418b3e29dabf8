package org.spotrl.mujoco.library;

import java.util.List;
import org.spotrl.mujoco.binding.MujocoRuntime;

/** The result of the search for libmujoco. */
public sealed interface LibraryStatus {

  /**
   * A library was loaded and passed the self-check.
   *
   * @param runtime the loaded library
   * @param source where it was found
   * @param notes why preferred sources were skipped; often empty
   */
  record Found(MujocoRuntime runtime, LibrarySource source, List<String> notes)
      implements LibraryStatus {

    /** Copies the list. */
    public Found {
      notes = List.copyOf(notes);
    }
  }

  /**
   * No usable library was found.
   *
   * @param problem what was tried, why it failed and how to fix it; several lines
   */
  record Missing(String problem) implements LibraryStatus {}
}
