package org.spotrl.mlflow.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.spotrl.api.error.SpotRunException;

/**
 * Listing and fetching of files by addresses of a server.
 *
 * @param http the way to the server
 * @param list the address that lists a folder, whose path is encoded for a query; empty for the top
 * @param file the address of a file, whose path is percent-encoded
 */
record ArtifactRoutes(HttpCalls http, Function<String, URI> list, Function<String, URI> file) {

  /** What lies directly in a folder. */
  List<ArtifactFile> list(String folder) {
    String call = "the list of files in " + (folder.isEmpty() ? "the top folder" : folder);
    String asked = folder.isEmpty() ? "" : ArtifactPaths.encoded(ArtifactPaths.inside(folder));
    List<ArtifactFile> files = new ArrayList<>();
    for (JsonAnswer entry : http.getJson(call, list.apply(asked)).list("files")) {
      String path = ArtifactPaths.inside(entry.text("path"));
      // Some routes give paths from the top, others names alone.
      String name = path.substring(path.lastIndexOf('/') + 1);
      boolean isFolder = entry.flag("is_dir");
      files.add(
          new ArtifactFile(
              folder.isEmpty() ? name : folder + "/" + name,
              isFolder,
              isFolder ? 0 : entry.number("file_size")));
    }
    return files;
  }

  /** Fetches a file to its place in one step. */
  void get(String path, Path to) {
    URI from = file.apply(ArtifactPaths.encoded(ArtifactPaths.inside(path)));
    Path place = to.toAbsolutePath();
    Path staged = place.resolveSibling(".staging-" + UUID.randomUUID());
    try {
      Files.createDirectories(place.resolveSibling(""));
      try {
        try (OutputStream out = Files.newOutputStream(staged, StandardOpenOption.CREATE_NEW)) {
          http.download("file " + path, from, out);
        }
        Files.move(staged, place, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(staged);
      }
    } catch (IOException e) {
      throw new SpotRunException(
          "file '"
              + path
              + "' of an MLflow server could not be written to "
              + place
              + ": "
              + (e.getMessage() == null ? e : e.getMessage())
              + ". Check the rights and the space on that disk.",
          e);
    }
  }

  /** Sends a file. */
  void put(String method, String path, URI to, Path file) {
    try {
      http.upload("file " + path, method, to, file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static SpotRunException unreadable(Path file, IOException e) {
    return new SpotRunException(
        "file "
            + file
            + " could not be read to send it to an MLflow server: "
            + (e.getMessage() == null ? e : e.getMessage())
            + ".",
        e);
  }
}
