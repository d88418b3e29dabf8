package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.format.Json;
import org.spotrl.mlflow.format.Names;

/**
 * Pictures over steps, as MLflow's image grid reads them: the name of a file has the series, the
 * step and the time, and a twin of each file is what the grid shows first.
 *
 * <p>The picture of a series and a step keeps its file: a run that was taken back to a checkpoint
 * makes the same picture again, in its place. So a copy of the run on a server has no picture twice
 * either.
 */
final class RunImages {

  private static final String TAG = "mlflow.loggedImages";
  private static final String FOLDER = "images/";
  private static final String TWIN = "+compressed.png";
  private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9_\\-./ ]+");

  private final RunFolder run;
  private final RunArtifacts artifacts;
  private final Supplier<String> ids;

  RunImages(RunFolder run, RunArtifacts artifacts, Supplier<String> ids) {
    this.run = run;
    this.artifacts = artifacts;
    this.ids = ids;
  }

  /** Stores a picture, in place of one of the same series and step. */
  void store(String key, long step, byte[] png, long millis) throws IOException {
    String prefix = prefix(key, step);
    String name = find(prefix).orElseGet(() -> prefix + millis + "+" + uuid());
    // MLflow shrinks the twin, because pictures may be large; these are small.
    artifacts.bytes(FOLDER + name + TWIN, png);
    artifacts.bytes(FOLDER + name + ".png", png);
    if (!Files.exists(run.tags().resolve(TAG))) {
      NamedTexts.replace(run.path(), run.tags(), "tag", Map.of(TAG, "True"));
    }
  }

  private Optional<String> find(String prefix) throws IOException {
    Path folder = run.artifacts().resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix) && name.endsWith(TWIN))
          .map(name -> name.substring(0, name.length() - TWIN.length()))
          .sorted()
          .findFirst();
    }
  }

  private static String prefix(String key, long step) {
    Names.key("picture", key);
    if (!KEY.matcher(key).matches()) {
      throw new SpotInputException(
          "picture name "
              + Json.quoted(key)
              + " is not allowed: allowed are the letters a-z and A-Z, digits, '_', '-', '.' and"
              + " blanks, with '/' between sections.");
    }
    return key.replace('/', '~') + "+step+" + step + "+timestamp+";
  }

  /** 32 digits in the groups of a UUID. */
  private String uuid() {
    return new StringBuilder(ids.get())
        .insert(20, '-')
        .insert(16, '-')
        .insert(12, '-')
        .insert(8, '-')
        .toString();
  }
}
