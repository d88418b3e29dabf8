package org.spotrl.mlflow.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.mlflow.format.Names;

/**
 * Files in a folder of a server's disk, which the server lists and gives out but does not take in
 * ({@code mlflow server --no-serve-artifacts}).
 *
 * <p>They are copied where that folder is on a disk of this host too. Otherwise the route by which
 * MLflow's pages upload is left, for files up to 10 MB.
 */
final class UnproxiedArtifacts implements ArtifactStore {

  private static final long MAX_UPLOAD = 10L * 1024 * 1024;

  private final ArtifactRoutes routes;
  private final String uri;
  private final Supplier<Optional<Path>> disk;
  private final Optional<Function<String, URI>> upload;

  /**
   * The files in a folder of a server's disk.
   *
   * @param uri the folder's address, for messages
   * @param disk the folder, if it is on this host; asked each time, as the server makes it late
   * @param upload the address that takes a file in, whose path is percent-encoded; none for models
   */
  UnproxiedArtifacts(
      ArtifactRoutes routes,
      String uri,
      Supplier<Optional<Path>> disk,
      Optional<Function<String, URI>> upload) {
    this.routes = routes;
    this.uri = uri;
    this.disk = disk;
    this.upload = upload;
  }

  @Override
  public List<ArtifactFile> list(String folder) {
    return routes.list(folder);
  }

  @Override
  public void put(String path, Path file) {
    Names.path(path);
    Optional<Path> here = disk.get();
    if (here.isPresent()) {
      copy(path, file, ArtifactPaths.below(here.get(), path));
      return;
    }
    long size = size(file);
    if (upload.isEmpty() || size > MAX_UPLOAD || size == 0) {
      throw new ServerRefused(
          "file '"
              + path
              + "' ("
              + size
              + " bytes) cannot be stored at "
              + uri
              + ": that folder is not on this host, and the server was started with"
              + " --no-serve-artifacts, so that it takes in only files of 1 byte to 10 MB, of runs."
              + " Start it without that option, or give it a folder that this host has too.",
          0,
          "");
    }
    routes.put("POST", path, upload.get().apply(ArtifactPaths.encoded(path)), file);
  }

  @Override
  public void get(String path, Path file) {
    routes.get(path, file);
  }

  @Override
  public void delete(String path) {
    Optional<Path> here = disk.get();
    if (here.isEmpty()) {
      throw new ServerRefused(
          "file '"
              + path
              + "' at "
              + uri
              + " cannot be removed: that folder is not on this host, and the server was started"
              + " with --no-serve-artifacts.",
          0,
          "");
    }
    Path place = ArtifactPaths.below(here.get(), path);
    try {
      Files.deleteIfExists(place);
    } catch (IOException e) {
      throw failed(path, place, e);
    }
  }

  /**
   * Copies in one step, and makes sure that it is the server's folder, not one of the same name.
   */
  private void copy(String path, Path file, Path place) {
    long size = size(file);
    Path staged = place.resolveSibling(".staging-" + UUID.randomUUID());
    try {
      Files.createDirectories(place.resolveSibling(""));
      try {
        Files.copy(file, staged);
        Files.move(staged, place, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(staged);
      }
    } catch (IOException e) {
      throw failed(path, place, e);
    }
    int slash = path.lastIndexOf('/');
    if (routes.list(slash < 0 ? "" : path.substring(0, slash)).stream()
        .noneMatch(entry -> entry.path().equals(path) && entry.size() >= size)) {
      throw new ServerRefused(
          "file '"
              + path
              + "' was copied to "
              + place
              + ", but the server does not see it there: its folder of the same name is on another"
              + " host. Remove this one, and start the server without --no-serve-artifacts.",
          0,
          "");
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw ArtifactRoutes.unreadable(file, e);
    }
  }

  private static SpotRunException failed(String path, Path place, IOException e) {
    return new SpotRunException(
        "file '"
            + path
            + "' could not be written at "
            + place
            + ", where the MLflow server keeps the run's files: "
            + (e.getMessage() == null ? e : e.getMessage())
            + ". Check the rights and the space there.",
        e);
  }
}
