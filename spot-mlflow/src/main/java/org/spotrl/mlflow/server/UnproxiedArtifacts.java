package org.spotrl.mlflow.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.mlflow.format.Names;

/**
 * Files in a folder of the server's disk. The server ({@code mlflow server --no-serve-artifacts})
 * lists and sends files but has no general upload.
 *
 * <p>If this host has the folder, files are copied. Otherwise they are uploaded by the route of
 * MLflow's pages, which accepts up to 10 MB.
 */
final class UnproxiedArtifacts extends ServerArtifacts {

  private static final long MAX_UPLOAD = 10L * 1024 * 1024;

  /** Depth of an artifact folder of a run or model below the server's artifact root. */
  private static final int DEPTH = 3;

  private final String uri;
  private final Optional<Function<String, URI>> upload;

  /**
   * Creates access to a folder.
   *
   * @param uri the URI of the folder
   * @param upload returns the upload URL for an encoded path; empty for models
   */
  UnproxiedArtifacts(
      HttpCalls http, Routes routes, String uri, Optional<Function<String, URI>> upload) {
    super(http, routes);
    this.uri = uri;
    this.upload = upload;
  }

  @Override
  public void put(String path, Path file) {
    Names.path(path);
    long size;
    try {
      size = Files.size(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    Optional<Path> here = onThisHost();
    if (here.isPresent()) {
      copy(path, file, size, ServerArtifacts.below(here.get(), path));
      return;
    }
    if (upload.isEmpty() || size > MAX_UPLOAD || size == 0) {
      throw new ServerRefused(
          ("file '%s' (%d bytes) cannot be stored at %s: that folder is not on this host, and the"
                  + " server was started with --no-serve-artifacts, so it accepts only files"
                  + " of runs, of 1 byte to 10 MB. Start it without that option, or with a folder"
                  + " that this host also has.")
              .formatted(path, size, uri));
    }
    send("POST", path, upload.get().apply(ServerArtifacts.encoded(path)), file);
  }

  @Override
  public void delete(String path) {
    Path folder =
        onThisHost()
            .orElseThrow(
                () ->
                    new ServerRefused(
                        ("file '%s' at %s cannot be deleted: that folder is not on this host, and"
                                + " the server was started with --no-serve-artifacts.")
                            .formatted(path, uri)));
    Path place = ServerArtifacts.below(folder, path);
    try {
      Files.deleteIfExists(place);
    } catch (IOException e) {
      throw failed(path, place, e);
    }
  }

  /** Copies atomically, then checks that the server sees the file. */
  private void copy(String path, Path file, long size, Path place) {
    Path folder = place.resolveSibling("");
    try {
      Files.createDirectories(folder);
      AtomicFiles.copy(folder, file, place);
    } catch (IOException e) {
      throw failed(path, place, e);
    }
    if (list(path.substring(0, Math.max(0, path.lastIndexOf('/')))).stream()
        .noneMatch(entry -> entry.path().equals(path) && entry.size() >= size)) {
      throw new ServerRefused(
          ("file '%s' was copied to %s, but the server does not see it there: its folder of that"
                  + " name is on another host. Delete this one, and start the server without"
                  + " --no-serve-artifacts.")
              .formatted(path, place));
    }
  }

  private static SpotRunException failed(String path, Path place, IOException e) {
    return new SpotRunException(
        ("file '%s' could not be written to %s, where the MLflow server keeps the run's files: %s."
                + " Check the permissions and the free space there.")
            .formatted(path, place, reason(e)),
        e);
  }

  /**
   * The folder, if this host has it or the artifact root: a run's folder is created with its first
   * file. Empty for a path relative to the server's working folder. Checked each time, because the
   * server may create the folder late.
   */
  private Optional<Path> onThisHost() {
    try {
      Path folder = uri.startsWith("file:") ? Path.of(URI.create(uri)) : Path.of(uri);
      if (!folder.isAbsolute()) {
        return Optional.empty();
      }
      // The folder and its parents, except the root of the disk.
      return Stream.iterate(folder, at -> at.getParent() != null, Path::getParent)
              .limit(DEPTH + 1)
              .anyMatch(Files::isDirectory)
          ? Optional.of(folder)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      // A path of another system, or file://host/...
      return Optional.empty();
    }
  }
}
