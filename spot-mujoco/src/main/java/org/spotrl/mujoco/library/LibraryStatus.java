package org.spotrl.mujoco.library;

import java.util.List;
import org.spotrl.mujoco.binding.MujocoRuntime;

/** What the search for libmujoco came to. */
public sealed interface LibraryStatus {

  /**
   * A library is loaded and passed the self-check.
   *
   * @param runtime its path and version
   * @param source where it was found
   * @param notes why better sources were passed over; often empty
   */
  record Found(MujocoRuntime runtime, LibrarySource source, List<String> notes)
      implements LibraryStatus {

    /** Copies the list. */
    public Found {
      notes = List.copyOf(notes);
    }
  }

  /**
   * No library can be used.
   *
   * @param problem what was tried, why it failed and the remedy; several lines
   */
  record Missing(String problem) implements LibraryStatus {}
}
