package org.spotrl.mlflow.server;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The files below one artifact URI of a server.
 *
 * <p>Paths are relative, with '/' between folders. Paths that leave the URI are refused, whether
 * they come from the caller or the server. All methods throw {@link ServerUnavailable} and {@link
 * ServerRefused}.
 */
public interface ArtifactStore {

  /**
   * The direct entries of a folder; empty if there is no such folder.
   *
   * @param folder empty for the top folder
   */
  List<ArtifactFile> list(String folder);

  /** All files at any depth, with one call for each folder. */
  default List<ArtifactFile> files() {
    List<ArtifactFile> files = new ArrayList<>();
    Deque<String> folders = new ArrayDeque<>(List.of(""));
    while (!folders.isEmpty()) {
      for (ArtifactFile entry : list(folders.remove())) {
        if (entry.isFolder()) {
          folders.add(entry.path());
        } else {
          files.add(entry);
        }
      }
    }
    return files;
  }

  /** The size in bytes of all files at any depth, by path. */
  default Map<String, Long> sizes() {
    return files().stream().collect(Collectors.toMap(ArtifactFile::path, ArtifactFile::size));
  }

  /**
   * Uploads a file, replacing an existing one.
   *
   * <p>After a failure the server may have part of the file: compare sizes.
   *
   * @param path its path on the server
   * @throws org.spotrl.api.error.SpotInputException if the name is not allowed
   * @throws org.spotrl.api.error.SpotRunException if the local file cannot be read
   */
  void put(String path, Path file);

  /**
   * Downloads a file atomically.
   *
   * @param path its path on the server
   * @param file the local file, which is replaced; its folder is created
   * @throws org.spotrl.api.error.SpotInputException if the name is not allowed
   * @throws org.spotrl.api.error.SpotRunException if the local file cannot be written
   */
  void get(String path, Path file);

  /**
   * Downloads a file to the same relative path below a folder.
   *
   * @param folder the local folder; paths and links that lead out of it are refused
   * @return the local file
   */
  default Path getBelow(String path, Path folder) {
    Path file = ServerArtifacts.below(folder, path);
    get(path, file);
    return file;
  }

  /** Deletes a file; does nothing if there is none. */
  void delete(String path);
}
