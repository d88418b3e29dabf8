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
 * Files in a folder of a server's disk, which the server lists and gives out but does not take in
 * ({@code mlflow server --no-serve-artifacts}).
 *
 * <p>They are copied there if this host has that folder too. Otherwise they are sent by the route
 * by which MLflow's pages upload, which takes files up to 10 MB.
 */
final class UnproxiedArtifacts extends ServerArtifacts {

  private static final long MAX_UPLOAD = 10L * 1024 * 1024;

  /** How deep the folder of a run's or a model's files is below the root of all. */
  private static final int DEPTH = 3;

  private final String uri;
  private final Optional<Function<String, URI>> upload;

  /**
   * The files in a folder of a server's disk.
   *
   * @param uri the folder's address
   * @param upload the address that takes a file in, whose path is percent-encoded; none for models
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
                  + " server was started with --no-serve-artifacts, so that it takes in only files"
                  + " of 1 byte to 10 MB, of runs. Start it without that option, or give it a folder"
                  + " that this host has too.")
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
                        ("file '%s' at %s cannot be removed: that folder is not on this host, and"
                                + " the server was started with --no-serve-artifacts.")
                            .formatted(path, uri)));
    Path place = ServerArtifacts.below(folder, path);
    try {
      Files.deleteIfExists(place);
    } catch (IOException e) {
      throw failed(path, place, e);
    }
  }

  /**
   * Copies in one step, and makes sure that it is the server's folder, not one of the same name.
   */
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
          ("file '%s' was copied to %s, but the server does not see it there: its folder of the same"
                  + " name is on another host. Remove this one, and start the server without"
                  + " --no-serve-artifacts.")
              .formatted(path, place));
    }
  }

  private static SpotRunException failed(String path, Path place, IOException e) {
    return new SpotRunException(
        ("file '%s' could not be written at %s, where the MLflow server keeps the run's files: %s."
                + " Check the rights and the space there.")
            .formatted(path, place, reason(e)),
        e);
  }

  /**
   * The folder, if this host has it or the root of all such folders: a run's own folder is made
   * with its first file. A relative one starts where the server runs. Asked each time, as the
   * server makes it late.
   */
  private Optional<Path> onThisHost() {
    try {
      Path folder = uri.startsWith("file:") ? Path.of(URI.create(uri)) : Path.of(uri);
      if (!folder.isAbsolute()) {
        return Optional.empty();
      }
      // The folder, and those above it but the disk's own.
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
