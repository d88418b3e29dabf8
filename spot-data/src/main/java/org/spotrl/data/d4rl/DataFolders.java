package org.spotrl.data.d4rl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.UserPaths;
import org.spotrl.data.format.MinariMetadata;

/**
 * The folders with data sets, in the order in which they are searched: the one that the user named,
 * {@code SPOT_DATA_DIR}, and D4RL's own, {@code ~/.d4rl/datasets}, or Minari's own, {@code
 * MINARI_DATASETS_PATH} or {@code ~/.minari/datasets}. A file that is fetched goes to the first.
 *
 * @param given the folder of the option {@code --data-dir}
 * @param environment the process's environment variables
 */
public record DataFolders(Optional<Path> given, Map<String, String> environment) {

  /** The variable that names a folder. */
  public static final String VARIABLE = "SPOT_DATA_DIR";

  private static final String MINARI_VARIABLE = "MINARI_DATASETS_PATH";

  /** The folders of this process, and one that the user named. */
  public static DataFolders of(Optional<Path> given) {
    return new DataFolders(given, System.getenv());
  }

  /** All folders of files, in the order of the search. */
  public List<Path> all() {
    return with(UserPaths.of(environment).home().resolve(".d4rl").resolve("datasets"));
  }

  /** All folders of Minari's data sets, in the order of the search. */
  public List<Path> minari() {
    return with(minariOwn());
  }

  /** The folder to which data sets of Minari are written: one where Minari finds them. */
  public Path minariTarget() {
    return given.orElseGet(this::minariOwn);
  }

  private Path minariOwn() {
    return variable(MINARI_VARIABLE)
        .orElseGet(() -> UserPaths.of(environment).home().resolve(".minari").resolve("datasets"));
  }

  private List<Path> with(Path own) {
    List<Path> folders = new ArrayList<>();
    given.ifPresent(folders::add);
    variable(VARIABLE).ifPresent(folders::add);
    folders.add(own);
    return folders;
  }

  private Optional<Path> variable(String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(text -> !text.isBlank())
        .map(text -> UserPaths.of(environment).path(name, text));
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

  /**
   * The folder of a Minari data set.
   *
   * @throws SpotInputException if it is in none of the folders; the message has the remedy
   */
  public Path requireMinari(String name) {
    return minari().stream()
        .filter(folder -> MinariMetadata.isName(name))
        .map(folder -> folder.resolve(name))
        .filter(MinariMetadata::isIn)
        .findFirst()
        .orElseThrow(
            () ->
                new SpotInputException(
                    "Minari's data set '%s' is in none of %s; fetch it: pip install"
                            .formatted(name, minari())
                        + " 'minari[hdf5,hf]' && minari download "
                        + name));
  }
}
