package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

  private static String escaped(MatchResult reserved) {
    return "%%%02X".formatted((int) reserved.group().charAt(0));
  }
}
