package org.spotrl.mlflow.folder;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

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

  /** The folders that each run has from its start. */
  static final List<String> RUN_FOLDERS = List.of(METRICS, PARAMS, TAGS, ARTIFACTS);

  /** Folders of an experiment that are not runs. */
  static final Set<String> NOT_RUNS = Set.of(TAGS, DATASETS, MODELS, TRACES);

  /** Folders of the root that are not experiments: the model registry and the deleted ones. */
  static final Set<String> NOT_EXPERIMENTS = Set.of(MODELS, TRASH);

  static final Pattern EXPERIMENT_ID = Pattern.compile("[A-Za-z0-9][\\w\\-]{0,63}");
  static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][\\w\\-]{0,255}");

  private static final String UNRESERVED = "-._~ ";

  private Layout() {}

  /**
   * The address of a folder below the root, relative to the root's parent, so that the root can be
   * moved or copied as a whole. The server must run in that parent.
   */
  static String relativeUri(Path root, Path folder) {
    StringBuilder uri = new StringBuilder(escaped(root.getFileName().toString()));
    for (Path segment : root.relativize(folder)) {
      uri.append('/').append(escaped(segment.toString()));
    }
    return uri.toString();
  }

  private static String escaped(String segment) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          b < 0
              || (b >= '0' && b <= '9')
              || (b >= 'A' && b <= 'Z')
              || (b >= 'a' && b <= 'z')
              || UNRESERVED.indexOf(b) >= 0;
      if (plain) {
        out.write(b);
      } else {
        out.writeBytes(String.format("%%%02X", b & 0xff).getBytes(StandardCharsets.US_ASCII));
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
