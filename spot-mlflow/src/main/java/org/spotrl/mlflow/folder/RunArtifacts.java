package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.format.Names;

/** The files of a run: none leaves its folder, each appears whole. */
final class RunArtifacts {

  private final Path staging;
  private final Path artifacts;

  RunArtifacts(RunFolder run) {
    this.staging = run.path();
    this.artifacts = run.artifacts();
  }

  /** Stores a text, in place of what was there. */
  void text(String path, String content) throws IOException {
    FolderFiles.replace(staging, target(path), content);
  }

  /** Stores bytes, in place of what was there. */
  void bytes(String path, byte[] content) throws IOException {
    FolderFiles.replace(staging, target(path), content);
  }

  /** Stores a file, or a folder with all it holds; all names are checked before the first copy. */
  void copy(String path, Path source) throws IOException {
    if (Files.isRegularFile(source)) {
      FolderFiles.copy(staging, source, target(path));
      return;
    }
    if (!Files.isDirectory(source)) {
      throw new SpotInputException(
          "file "
              + source
              + " cannot be stored with the run as '"
              + path
              + "': it does not exist.");
    }
    Names.path(path);
    if (artifacts.resolve(path).toAbsolutePath().startsWith(source.toAbsolutePath().normalize())) {
      throw new SpotInputException(
          "folder "
              + source
              + " cannot be stored with the run as '"
              + path
              + "': the copy would lie inside it.");
    }
    Map<Path, String> names = new LinkedHashMap<>();
    for (Path file : FolderFiles.filesBelow(source)) {
      String name = source.relativize(file).toString().replace('\\', '/');
      names.put(file, Names.path(path + "/" + name));
    }
    for (Map.Entry<Path, String> each : names.entrySet()) {
      FolderFiles.copy(staging, each.getKey(), target(each.getValue()));
    }
  }

  /** The place of a file, its folder made. */
  private Path target(String path) throws IOException {
    Path target = artifacts.resolve(Names.path(path));
    if (!Files.isDirectory(artifacts)) {
      throw new NoSuchFileException(artifacts.toString());
    }
    Path folder = checkInside(path, target);
    try {
      FolderFiles.makeFolder(folder);
    } catch (FileAlreadyExistsException e) {
      throw new SpotInputException(
          "file '"
              + path
              + "' cannot be stored with the run: "
              + e.getFile()
              + " is a file, not a folder. Choose another name.",
          e);
    }
    if (Files.isDirectory(target)) {
      throw new SpotInputException(
          "file '"
              + path
              + "' cannot be stored with the run: "
              + target
              + " is a folder. Choose another name.");
    }
    return target;
  }

  /** The folder of a file; refused if a symbolic link on the way leads out of the run. */
  private Path checkInside(String path, Path target) throws IOException {
    Path inside = artifacts.toRealPath();
    Path folder = artifacts;
    for (Path segment : artifacts.relativize(target.resolveSibling(""))) {
      folder = folder.resolve(segment);
      if (Files.exists(folder) && !folder.toRealPath().startsWith(inside)) {
        throw new SpotInputException(
            "file '"
                + path
                + "' cannot be stored with the run: "
                + folder
                + " is a link that leads out of the run's folder. Remove the link or choose"
                + " another name.");
      }
    }
    return folder;
  }
}
