package org.spotrl.mlflow.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.spotrl.mlflow.format.Json;

/** Paths of artifacts: that they stay in their folder, and how they stand in an address. */
final class ArtifactPaths {

  private static final String UNRESERVED = "-._~";

  private ArtifactPaths() {}

  /**
   * A path that a server listed, or that is asked of one.
   *
   * @throws ServerRefused if it could lead out of its folder
   */
  static String inside(String path) {
    boolean leaves = path.indexOf('\\') >= 0 || path.chars().anyMatch(c -> c < 0x20 || c == 0x7f);
    for (String segment : path.split("/", -1)) {
      leaves |= segment.isEmpty() || segment.equals(".") || segment.equals("..");
    }
    if (leaves) {
      throw unsafe(path);
    }
    return path;
  }

  /**
   * The place of a path below a folder.
   *
   * @throws ServerRefused if it is outside, also by a link
   */
  static Path below(Path folder, String path) {
    Path root = folder.toAbsolutePath().normalize();
    Path place;
    try {
      place = root.resolve(inside(path)).normalize();
    } catch (InvalidPathException e) {
      throw unsafe(path);
    }
    if (!place.startsWith(root) || place.equals(root)) {
      throw unsafe(path);
    }
    try {
      Path nearest = place;
      while (!nearest.equals(root) && !Files.exists(nearest)) {
        nearest = nearest.resolveSibling("");
      }
      if (Files.exists(root) && !nearest.toRealPath().startsWith(root.toRealPath())) {
        throw unsafe(path);
      }
    } catch (IOException e) {
      throw unsafe(path);
    }
    return place;
  }

  /** A path in an address, each segment percent-encoded once. */
  static String encoded(String path) {
    StringBuilder out = new StringBuilder(path.length() + 16);
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= '0' && b <= '9')
              || (b >= 'A' && b <= 'Z')
              || (b >= 'a' && b <= 'z')
              || b == '/'
              || UNRESERVED.indexOf(b) >= 0;
      if (plain) {
        out.append((char) b);
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
      }
    }
    return out.toString();
  }

  private static ServerRefused unsafe(String path) {
    return new ServerRefused(
        "file "
            + Json.quoted(path)
            + " is neither stored nor fetched: its path leads out of the folder of the run's files.",
        0,
        "");
  }
}
