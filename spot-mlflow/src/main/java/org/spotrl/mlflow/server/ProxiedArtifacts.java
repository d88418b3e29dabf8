package org.spotrl.mlflow.server;

import java.net.URI;
import java.nio.file.Path;
import org.spotrl.mlflow.format.Names;

/** Files that a server passes on to its store: all stores look alike from here. */
final class ProxiedArtifacts extends ServerArtifacts {

  private final HttpCalls http;
  private final String folder;

  /**
   * The files below a folder of a server's store.
   *
   * @param proxy address that stands for the whole store
   * @param root the folder in it, percent-encoded, without slashes at its ends
   */
  ProxiedArtifacts(HttpCalls http, String proxy, String root) {
    super(
        http,
        new Routes(
            path -> URI.create(proxy + "?path=" + root + (path.isEmpty() ? "" : "/" + path)),
            path -> URI.create(proxy + "/" + root + "/" + path)));
    this.http = http;
    this.folder = proxy + "/" + root + "/";
  }

  @Override
  public void put(String path, Path file) {
    send("PUT", path, address(path), file);
  }

  @Override
  public void delete(String path) {
    try {
      http.delete("delete file " + path, address(path));
    } catch (ServerRefused e) {
      // Some stores refuse to delete what is not there.
      if (!e.code().equals(ServerRefused.ABSENT)) {
        throw e;
      }
    }
  }

  private URI address(String path) {
    return URI.create(folder + ArtifactPaths.encoded(Names.path(path)));
  }
}
