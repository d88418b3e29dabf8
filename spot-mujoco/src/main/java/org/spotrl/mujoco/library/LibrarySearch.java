package org.spotrl.mujoco.library;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.UserPaths;
import org.spotrl.mujoco.binding.MujocoRuntime;
import org.spotrl.mujoco.binding.MujocoVersion;
import org.spotrl.mujoco.binding.UnusableLibraryException;

/**
 * Searches for libmujoco: first a named path, then the user's cache, then the system. A named path
 * that cannot be used is an error; the others leave a note and the search continues.
 */
final class LibrarySearch {

  static final String PROPERTY = "mujoco.library";
  static final String VARIABLE = "MUJOCO_LIBRARY";

  /** Names for the system's loader; Debian has only the full name. */
  private static final List<String> SYSTEM_NAMES =
      List.of("mujoco", "libmujoco.so.3.4.0", "libmujoco.so.3.3.7", "libmujoco.so.2.2.2");

  private final Map<String, String> environment;
  private final Optional<LibraryCache> cache;
  private final Opener opener;

  /**
   * A search.
   *
   * @param environment environment variables of the process
   * @param cache empty on platforms without a wheel
   * @param opener loads and checks a library
   */
  LibrarySearch(Map<String, String> environment, Optional<LibraryCache> cache, Opener opener) {
    this.environment = Map.copyOf(environment);
    this.cache = cache;
    this.opener = opener;
  }

  /** Loads and checks a library. */
  @FunctionalInterface
  interface Opener {
    MujocoRuntime open(String pathOrName) throws UnusableLibraryException;
  }

  LibraryStatus run(MujocoSettings settings) {
    Optional<Named> named = named(settings);
    if (named.isPresent()) {
      return given(named.get());
    }
    List<String> notes = new ArrayList<>();
    Optional<MujocoRuntime> cached = fromCache(settings.download(), notes);
    if (cached.isPresent()) {
      return new LibraryStatus.Found(cached.get(), LibrarySource.CACHE, notes);
    }
    Optional<MujocoRuntime> system = fromSystem(notes);
    if (system.isPresent()) {
      return new LibraryStatus.Found(system.get(), LibrarySource.SYSTEM, notes);
    }
    return new LibraryStatus.Missing(
        "MuJoCo's library was not found. Tried:\n  - "
            + String.join("\n  - ", notes)
            + "\nRemedy: make the download possible, or install the system's library (Debian,"
            + " Ubuntu: apt install libmujoco2.2.2), or name a libmujoco of version "
            + MujocoVersion.OLDEST
            + " to "
            + MujocoVersion.NEWEST
            + " with --mujoco or "
            + VARIABLE);
  }

  private record Named(String path, String by) {}

  private Optional<Named> named(MujocoSettings settings) {
    if (settings.library().isPresent()) {
      return settings.library().map(path -> new Named(path.toString(), "named by --mujoco"));
    }
    String property = System.getProperty(PROPERTY, "");
    if (!property.isEmpty()) {
      return Optional.of(new Named(property, "named by -D" + PROPERTY));
    }
    String variable = environment.getOrDefault(VARIABLE, "");
    return variable.isEmpty()
        ? Optional.empty()
        : Optional.of(new Named(variable, "named by " + VARIABLE));
  }

  private LibraryStatus given(Named named) {
    String where = "'" + named.path() + "' (" + named.by() + ")";
    File file;
    try {
      file = UserPaths.of(environment).path(named.by(), named.path()).toFile();
    } catch (SpotInputException e) {
      return new LibraryStatus.Missing("MuJoCo's library " + e.getMessage());
    }
    if (!file.isFile()) {
      String fault =
          file.isDirectory()
              ? " is a folder"
              : file.exists() ? " is not a regular file" : " does not exist" + linkTarget(file);
      return new LibraryStatus.Missing(
          "MuJoCo's library "
              + where
              + fault
              + "; give the path of the library file, for example /opt/mujoco/lib/libmujoco.so.3.3.7, or"
              + " name no file: spot then downloads version "
              + Platform.VERSION);
    }
    Optional<String> problem =
        LibraryFile.problem(
            file.toPath(), System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    if (problem.isPresent()) {
      return unusable(where, problem.get());
    }
    try {
      return new LibraryStatus.Found(
          opener.open(file.getCanonicalPath()), LibrarySource.GIVEN, List.of());
    } catch (UnusableLibraryException | IOException e) {
      return unusable(where, String.valueOf(e.getMessage()));
    }
  }

  private static LibraryStatus unusable(String where, String reason) {
    return new LibraryStatus.Missing(
        "MuJoCo's library %s cannot be used: %s.\nName another file, or none: spot then downloads version %s"
            .formatted(where, reason, Platform.VERSION));
  }

  /** Where a link leads that leads to nothing; empty for what is no link. */
  private static String linkTarget(File file) {
    try {
      return ": it is a link to '%s'".formatted(Files.readSymbolicLink(file.toPath()));
    } catch (IOException e) {
      return "";
    }
  }

  private Optional<MujocoRuntime> fromCache(boolean download, List<String> notes) {
    if (cache.isEmpty()) {
      notes.add(
          "download: PyPI has no MuJoCo %s for this platform (%s, %s)"
              .formatted(
                  Platform.VERSION, System.getProperty("os.name"), System.getProperty("os.arch")));
      return Optional.empty();
    }
    LibraryCache files = cache.get();
    try {
      if (!files.holdsLibrary()) {
        if (!download) {
          notes.add(
              "cache: no complete library at " + files.file() + "; the first run downloads it");
          return Optional.empty();
        }
        files.fill();
      }
      return Optional.of(opener.open(files.file().toString()));
    } catch (LibraryFetchException e) {
      notes.add("download: " + e.getMessage());
    } catch (UnusableLibraryException e) {
      notes.add("cache: " + files.file() + ": " + e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<MujocoRuntime> fromSystem(List<String> notes) {
    Set<String> reasons = new LinkedHashSet<>();
    for (String name : SYSTEM_NAMES) {
      try {
        return Optional.of(opener.open(name));
      } catch (UnusableLibraryException e) {
        reasons.add(e.getMessage());
      }
    }
    notes.add("system: " + String.join("; ", reasons));
    return Optional.empty();
  }
}
