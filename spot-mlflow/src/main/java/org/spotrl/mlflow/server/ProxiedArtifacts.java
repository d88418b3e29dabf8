package org.spotrl.mlflow.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.spotrl.mlflow.format.Names;

/** Files that a server passes on to its store: all kinds of stores look alike from here. */
final class ProxiedArtifacts implements ArtifactStore {

  private final HttpCalls http;
  private final ArtifactRoutes routes;
  private final String folder;

  /**
   * The files below a folder of a server's store.
   *
   * @param proxy address that stands for the whole store
   * @param root the folder in it, percent-encoded, without slashes at its ends
   */
  ProxiedArtifacts(HttpCalls http, String proxy, String root) {
    this.http = http;
    this.folder = proxy + "/" + root + "/";
    this.routes =
        new ArtifactRoutes(
            http,
            path -> URI.create(proxy + "?path=" + root + (path.isEmpty() ? "" : "/" + path)),
            path -> URI.create(folder + path));
  }

  @Override
  public List<ArtifactFile> list(String path) {
    return routes.list(path);
  }

  @Override
  public void put(String path, Path file) {
    routes.put("PUT", path, place(path), file);
  }

  @Override
  public void get(String path, Path file) {
    routes.get(path, file);
  }

  @Override
  public void delete(String path) {
    try {
      http.delete("delete file " + path, place(path));
    } catch (ServerRefused e) {
      // Some stores say so.
      if (!e.code().equals(ServerRefused.ABSENT)) {
        throw e;
      }
    }
  }

  private URI place(String path) {
    return URI.create(folder + ArtifactPaths.encoded(Names.path(path)));
  }
}
