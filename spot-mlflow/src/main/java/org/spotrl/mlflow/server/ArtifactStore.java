package org.spotrl.mlflow.server;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The files below one artifact address of a server.
 *
 * <p>Paths are relative, with '/' between folders; none can leave the address, whatever a caller
 * asks or a server lists. All methods throw {@link ServerUnavailable} and {@link ServerRefused}.
 */
public interface ArtifactStore {

  /**
   * What lies directly in a folder; nothing if there is no such folder.
   *
   * @param folder empty for the top
   */
  List<ArtifactFile> list(String folder);

  /** All files at any depth; one call for each folder. */
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

  /** The bytes of each file at any depth by its path. */
  default Map<String, Long> sizes() {
    return files().stream().collect(Collectors.toMap(ArtifactFile::path, ArtifactFile::size));
  }

  /**
   * Stores a file, in place of one that is there.
   *
   * <p>When this fails, some of the file may be there: compare sizes.
   *
   * @param path its name there
   * @throws org.spotrl.api.error.SpotInputException if the name is not allowed
   * @throws org.spotrl.api.error.SpotRunException if the file here cannot be read
   */
  void put(String path, Path file);

  /**
   * Fetches a file, which appears whole or not at all.
   *
   * @param path its name there
   * @param file where it goes, in place of one that is there; its folder is made
   * @throws org.spotrl.api.error.SpotInputException if the name is not allowed
   * @throws org.spotrl.api.error.SpotRunException if the file here cannot be written
   */
  void get(String path, Path file);

  /**
   * Fetches a file to the place below a folder that its path names.
   *
   * @param folder where all that is fetched has to stay, links in it included
   * @return the place
   */
  default Path getBelow(String path, Path folder) {
    Path place = ServerArtifacts.below(folder, path);
    get(path, place);
    return place;
  }

  /** Removes a file; nothing happens if there is none. */
  void delete(String path);
}
