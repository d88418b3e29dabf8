package org.spotrl.mujoco.library;

/** Where a libmujoco was found. */
public enum LibrarySource {
  /** The path that the user named. */
  GIVEN("the path that was given"),
  /** The user's cache of MuJoCo 3.3.7. */
  CACHE("the user's cache"),
  /** The system's own libraries. */
  SYSTEM("the system's libraries");

  private final String description;

  LibrarySource(String description) {
    this.description = description;
  }

  /** A description for messages, for example {@code the user's cache}. */
  public String description() {
    return description;
  }
}
