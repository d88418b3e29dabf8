package org.spotrl.data.d4rl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.host.UserPaths;

/**
 * The folders with data sets, in the order in which they are searched: the one that the user named,
 * {@code SPOT_DATA_DIR}, and D4RL's own, {@code ~/.d4rl/datasets}. A file that is fetched goes to
 * the first.
 *
 * @param given the folder of the option {@code --data-dir}
 * @param environment the process's environment variables
 */
public record DataFolders(Optional<Path> given, Map<String, String> environment) {

  /** The variable that names a folder. */
  public static final String VARIABLE = "SPOT_DATA_DIR";

  /** The folders of this process, and one that the user named. */
  public static DataFolders of(Optional<Path> given) {
    return new DataFolders(given, System.getenv());
  }

  /** All folders, in the order of the search. */
  public List<Path> all() {
    UserPaths paths = UserPaths.of(environment);
    List<Path> folders = new ArrayList<>();
    given.ifPresent(folders::add);
    String variable = environment.getOrDefault(VARIABLE, "");
    if (!variable.isBlank()) {
      folders.add(paths.path(VARIABLE, variable));
    }
    folders.add(paths.home().resolve(".d4rl").resolve("datasets"));
    return folders;
  }

  /** The folder to which files are fetched. */
  public Path target() {
    return all().get(0);
  }

  /** The file of this name in the first folder that has it. */
  public Optional<Path> find(String fileName) {
    return all().stream()
        .map(folder -> folder.resolve(fileName))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
