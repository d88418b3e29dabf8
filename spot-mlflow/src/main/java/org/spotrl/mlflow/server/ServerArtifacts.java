package org.spotrl.mlflow.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.mlflow.format.Json;
import tools.jackson.databind.JsonNode;

/** Files that a server lists and gives out at addresses of its own. */
abstract class ServerArtifacts implements ArtifactStore {

  private final HttpCalls http;
  private final Routes routes;

  /**
   * The addresses of files.
   *
   * @param list the address that lists a folder, whose path is encoded; empty for the top
   * @param file the address of a file, whose path is encoded
   */
  record Routes(Function<String, URI> list, Function<String, URI> file) {}

  ServerArtifacts(HttpCalls http, Routes routes) {
    this.http = http;
    this.routes = routes;
  }

  @Override
  public List<ArtifactFile> list(String folder) {
    String call = "the list of files in " + (folder.isEmpty() ? "the top folder" : folder);
    String asked = folder.isEmpty() ? "" : ArtifactPaths.encoded(ArtifactPaths.inside(folder));
    List<ArtifactFile> files = new ArrayList<>();
    for (JsonNode entry : http.getJson(call, routes.list().apply(asked)).path("files")) {
      String path = ArtifactPaths.inside(Json.text(entry, "path"));
      // Some routes give paths from the top, others names alone.
      String name = path.substring(path.lastIndexOf('/') + 1);
      boolean isFolder = entry.path("is_dir").asBoolean(false);
      files.add(
          new ArtifactFile(
              folder.isEmpty() ? name : folder + "/" + name,
              isFolder,
              isFolder ? 0 : Json.number(entry, "file_size")));
    }
    return files;
  }

  @Override
  public void get(String path, Path to) {
    URI from = routes.file().apply(ArtifactPaths.encoded(ArtifactPaths.inside(path)));
    Path place = to.toAbsolutePath();
    Path folder = place.resolveSibling("");
    try {
      Files.createDirectories(folder);
      AtomicFiles.replace(
          folder,
          place,
          staged -> {
            try (OutputStream out = Files.newOutputStream(staged, StandardOpenOption.CREATE_NEW)) {
              http.download("file " + path, from, out);
            }
          });
    } catch (IOException e) {
      throw new SpotRunException(
          ("file '%s' of an MLflow server could not be written to %s: %s. Check the rights and the"
                  + " space on that disk.")
              .formatted(path, place, reason(e)),
          e);
    }
  }

  /** Sends a file. */
  void send(String method, String path, URI to, Path file) {
    try {
      http.upload("file " + path, method, to, file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static SpotRunException unreadable(Path file, IOException e) {
    return new SpotRunException(
        "file %s could not be read to send it to an MLflow server: %s.".formatted(file, reason(e)),
        e);
  }

  static String reason(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
