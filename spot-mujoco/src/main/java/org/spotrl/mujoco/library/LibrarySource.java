package org.spotrl.mujoco.library;

/** Where a libmujoco came from. */
public enum LibrarySource {
  /** The path that the user named. */
  GIVEN("the path that was given"),
  /** The user's cache of MuJoCo 3.3.7. */
  CACHE("the user's cache"),
  /** The system's own libraries. */
  SYSTEM("the system's libraries");

  private final String words;

  LibrarySource(String words) {
    this.words = words;
  }

  /** As a part of a sentence, for example {@code the user's cache}. */
  public String words() {
    return words;
  }
}
