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

/** File and folder names in the layout of MLflow's file store. */
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

  /** Subfolders of an experiment that are not runs. */
  static final Set<String> NOT_RUNS = Set.of(TAGS, DATASETS, MODELS, TRACES);

  /** Subfolders of the root that are not experiments: the model registry and the trash. */
  static final Set<String> NOT_EXPERIMENTS = Set.of(MODELS, TRASH);

  static final Pattern EXPERIMENT_ID = Pattern.compile("[A-Za-z0-9][\\w\\-]{0,63}");
  static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][\\w\\-]{0,255}");

  /** As in Linux. */
  private static final int MOST_LINKS = 40;

  private static final Pattern RESERVED = Pattern.compile("[\\x00-\\x7f&&[^\\w\\-.~ ]]");

  private Layout() {}

  /** Creates the subfolders of a new run or model. */
  static void makeFolders(Path parent) throws IOException {
    for (String name : List.of(METRICS, PARAMS, TAGS, ARTIFACTS)) {
      Files.createDirectories(parent.resolve(name));
    }
  }

  /**
   * The URI of a folder below the root, relative to the root's parent, so that the root can be
   * moved or copied as a whole. The server must run in that parent.
   */
  static String relativeUri(Path root, Path folder) {
    return Stream.iterate(folder, path -> path.startsWith(root), path -> path.resolveSibling(""))
        .map(path -> path.getFileName().toString())
        .map(name -> RESERVED.matcher(name).replaceAll(Layout::escaped))
        .reduce("", (below, name) -> below.isEmpty() ? name : name + "/" + below);
  }

  /**
   * Follows links until the folder's name is the id in its {@code meta.yaml}.
   *
   * @param idField the field of {@code meta.yaml} with the id
   * @return the given folder if no such name is found
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
        // Not a link.
        return folder;
      }
    }
    return folder;
  }

  /**
   * The artifact folder of a run or model. If the standard folder is empty, an existing absolute
   * path in {@code meta.yaml} is used: MLflow writes one for experiments with an artifact location.
   *
   * @param uriField the field of {@code meta.yaml} with the artifact URI
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

  /** The first segment of a relative URI; empty for an absolute URI. */
  static Optional<String> rootName(String uri) {
    String name = uri.replaceFirst("^(\\./)+", "").split("/", 2)[0];
    if (name.isEmpty() || name.contains(":")) {
      return Optional.empty();
    }
    try {
      return Optional.of(URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      // Not a URI that spot writes.
      return Optional.empty();
    }
  }

  private static String escaped(MatchResult reserved) {
    return "%%%02X".formatted((int) reserved.group().charAt(0));
  }
}
