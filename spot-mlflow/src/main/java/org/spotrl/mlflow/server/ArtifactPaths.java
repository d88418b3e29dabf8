package org.spotrl.mlflow.server;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.spotrl.mlflow.format.Json;

/** Paths of artifacts: that they stay in their folder, and how they stand in an address. */
final class ArtifactPaths {

  private ArtifactPaths() {}

  /**
   * A path that a server listed, or that is asked of one.
   *
   * @throws ServerRefused if it could lead out of its folder
   */
  static String inside(String path) {
    boolean leaves =
        path.matches("(?s).*[\\\\\\x00-\\x1f\\x7f].*")
            || Stream.of(path.split("/", -1)).anyMatch(segment -> segment.matches("[.]{0,2}"));
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
    String encoded = URLEncoder.encode(path, StandardCharsets.UTF_8);
    return encoded.replace("+", "%20").replace("*", "%2A").replace("%7E", "~").replace("%2F", "/");
  }

  private static ServerRefused unsafe(String path) {
    return new ServerRefused(
        ("file %s is neither stored nor fetched: its path leads out of the folder of the run's"
                + " files.")
            .formatted(Json.quoted(path)));
  }
}
