package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spotrl.api.host.UserPaths;

/** Names in MLflow's folder layout, as its file store reads and writes them. */
final class Layout {

  static final String META = "meta.yaml";
  static final String TRASH = ".trash";
  static final String METRICS = "metrics";
  static final String PARAMS = "params";
  static final String TAGS = "tags";
  static final String ARTIFACTS = "artifacts";
  static final String INPUTS = "inputs";
  static final String OUTPUTS = "outputs";
  static final String DATASETS = "datasets";
  static final String MODELS = "models";
  static final String TRACES = "traces";

  /** Folders of an experiment that are not runs. */
  static final Set<String> NOT_RUNS = Set.of(TAGS, DATASETS, MODELS, TRACES);

  /** Folders of the root that are not experiments: the model registry and the deleted ones. */
  static final Set<String> NOT_EXPERIMENTS = Set.of(MODELS, TRASH);

  static final Pattern EXPERIMENT_ID = Pattern.compile("[A-Za-z0-9][\\w\\-]{0,63}");
  static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][\\w\\-]{0,255}");

  /** As many as Linux follows. */
  private static final int MOST_LINKS = 40;

  private static final Pattern RESERVED = Pattern.compile("[\\x00-\\x7f&&[^\\w\\-.~ ]]");

  private Layout() {}

  /** Makes the folders that each run and each model has from its start. */
  static void makeFolders(Path parent) throws IOException {
    for (String name : List.of(METRICS, PARAMS, TAGS, ARTIFACTS)) {
      Files.createDirectories(parent.resolve(name));
    }
  }

  /**
   * The address of a folder below the root, relative to the root's parent, so that the root can be
   * moved or copied as a whole. The server must run in that parent.
   */
  static String relativeUri(Path root, Path folder) {
    return Stream.iterate(folder, path -> path.startsWith(root), path -> path.resolveSibling(""))
        .map(path -> path.getFileName().toString())
        .map(name -> RESERVED.matcher(name).replaceAll(Layout::escaped))
        .reduce("", (below, name) -> below.isEmpty() ? name : name + "/" + below);
  }

  /**
   * A folder under the name that the layout gives it, its id: a link of another name is followed.
   *
   * @param idField the field of its {@code meta.yaml} with its id
   * @return the folder itself if it has no such name
   */
  static Path named(Path folder, String idField) {
    Path at = folder;
    for (int hop = 0; hop < MOST_LINKS; hop++) {
      Path name = at.getFileName();
      if (name == null
          || MetaYaml.in(at)
              .filter(meta -> meta.text(idField).equals(name.toString()))
              .isPresent()) {
        return at;
      }
      try {
        at = at.resolveSibling("").toRealPath().resolve(Files.readSymbolicLink(at)).normalize();
      } catch (IOException | UnsupportedOperationException e) {
        // No link.
        return folder;
      }
    }
    return folder;
  }

  /**
   * The folder of the files of a run or a model: its own. Where that is empty and {@code meta.yaml}
   * names another one on this machine, as MLflow's own store does for experiments with an artifact
   * location, it is that one. An absolute address that no longer holds, because the folder was
   * moved, does not count.
   *
   * @param uriField the field of its {@code meta.yaml} with the address
   */
  static Path artifacts(Path folder, String uriField) {
    Path own = folder.resolve(ARTIFACTS);
    try {
      if (!FolderFiles.entries(own).isEmpty()) {
        return own;
      }
    } catch (IOException e) {
      return own;
    }
    return MetaYaml.in(folder)
        .flatMap(meta -> UserPaths.standard().existing(meta.text(uriField)))
        .filter(place -> place.isAbsolute() && Files.isDirectory(place))
        .orElse(own);
  }

  /** The first name in a relative address; nothing for an absolute one. */
  static Optional<String> rootName(String uri) {
    String name = uri.replaceFirst("^(\\./)+", "").split("/", 2)[0];
    if (name.isEmpty() || name.contains(":")) {
      return Optional.empty();
    }
    try {
      return Optional.of(URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      // No address that spot writes.
      return Optional.empty();
    }
  }

  private static String escaped(MatchResult reserved) {
    return "%%%02X".formatted((int) reserved.group().charAt(0));
  }
}
