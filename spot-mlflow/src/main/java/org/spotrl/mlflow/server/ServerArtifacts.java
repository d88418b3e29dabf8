package org.spotrl.mlflow.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.mlflow.format.Json;
import org.spotrl.mlflow.format.Names;
import tools.jackson.databind.JsonNode;

/** Files that are listed and downloaded through the server's HTTP routes. */
abstract class ServerArtifacts implements ArtifactStore {

  final HttpCalls http;
  private final Routes routes;

  /**
   * The routes for files.
   *
   * @param list returns the URL that lists a folder; takes the encoded path, empty for the top
   *     folder
   * @param file returns the URL of a file; takes the encoded path
   */
  record Routes(Function<String, URI> list, Function<String, URI> file) {}

  ServerArtifacts(HttpCalls http, Routes routes) {
    this.http = http;
    this.routes = routes;
  }

  @Override
  public List<ArtifactFile> list(String folder) {
    String call = "the list of files in " + (folder.isEmpty() ? "the top folder" : folder);
    String asked = folder.isEmpty() ? "" : encoded(inside(folder));
    List<ArtifactFile> files = new ArrayList<>();
    for (JsonNode entry : http.getJson(call, routes.list().apply(asked)).path("files")) {
      String path = inside(Json.text(entry, "path"));
      // Some routes return full paths, others only names.
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
    URI from = address(inside(path));
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
          ("file '%s' of an MLflow server could not be written to %s: %s. Check the permissions and"
                  + " the free space there.")
              .formatted(path, place, reason(e)),
          e);
    }
  }

  final URI address(String path) {
    return routes.file().apply(encoded(path));
  }

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

  /**
   * Checks a path of an artifact.
   *
   * @throws ServerRefused if it could lead out of the folder
   */
  private static String inside(String path) {
    if (path.matches("(?s).*[\\\\\\x00-\\x1f\\x7f].*")
        || Stream.of(path.split("/", -1)).anyMatch(segment -> segment.matches("[.]{0,2}"))) {
      throw unsafe(path);
    }
    return path;
  }

  /**
   * The local file for a path below a folder.
   *
   * @throws ServerRefused if it is outside the folder, for example through a link
   */
  static Path below(Path folder, String path) {
    Path root = folder.toAbsolutePath().normalize();
    try {
      Path place = root.resolve(inside(path)).normalize();
      if (!place.startsWith(root) || place.equals(root)) {
        throw unsafe(path);
      }
      Path nearest = place;
      while (!nearest.equals(root) && !Files.exists(nearest)) {
        nearest = nearest.resolveSibling("");
      }
      if (Files.exists(root) && !nearest.toRealPath().startsWith(root.toRealPath())) {
        throw unsafe(path);
      }
      return place;
    } catch (InvalidPathException | IOException e) {
      throw unsafe(path);
    }
  }

  private static ServerRefused unsafe(String path) {
    return new ServerRefused(
        "file %s is not transferred: its path leads out of the artifact folder."
            .formatted(Json.quoted(path)));
  }

  /** Percent-encodes each segment of a path once. */
  static String encoded(String path) {
    String encoded = URLEncoder.encode(path, StandardCharsets.UTF_8);
    return encoded.replace("+", "%20").replace("*", "%2A").replace("%7E", "~").replace("%2F", "/");
  }

  /** Files behind the server's artifact proxy. */
  static final class Proxied extends ServerArtifacts {

    /**
     * Creates access to a folder of the server's store.
     *
     * @param proxy URL of the store's root
     * @param root the folder in the store, percent-encoded, without leading and trailing slashes
     */
    Proxied(HttpCalls http, String proxy, String root) {
      super(
          http,
          new Routes(
              path -> URI.create(proxy + "?path=" + root + (path.isEmpty() ? "" : "/" + path)),
              path -> URI.create(proxy + "/" + root + "/" + path)));
    }

    @Override
    public void put(String path, Path file) {
      send("PUT", path, address(Names.path(path)), file);
    }

    @Override
    public void delete(String path) {
      try {
        http.delete("delete file " + path, address(Names.path(path)));
      } catch (ServerRefused e) {
        // Some stores refuse to delete a missing file.
        if (!e.code().equals(ServerRefused.ABSENT)) {
          throw e;
        }
      }
    }
  }
}
