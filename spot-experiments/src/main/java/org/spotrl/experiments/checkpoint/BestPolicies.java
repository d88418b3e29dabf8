package org.spotrl.experiments.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.SpotVersion;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The best policy of a run in a sub-folder {@code best-000020000} beside the checkpoints; the
 * number is that of the policy's updates.
 *
 * <p>Each is written beside its final place and renamed. An older one stays until a checkpoint
 * knows of the new one, so that a run killed at any moment leaves the policy that its last
 * checkpoint calls the best.
 */
public final class BestPolicies {

  private static final Logger LOG = LoggerFactory.getLogger(BestPolicies.class);
  private static final Pattern PATTERN = Pattern.compile("best-(\\d{9,18})(\\.saving|\\.removed)?");

  private static final String FILE = "best.json";
  private static final int FORMAT_VERSION = 1;
  private static final String SAVING = ".saving";
  private static final String REMOVED = ".removed";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;

  /** Those in the folder of a run's checkpoints, which is made at the first save. */
  public BestPolicies(Path folder) {
    this.folder = folder;
  }

  /** Name of the sub-folder of a policy. */
  public static String name(long updates) {
    return String.format(Locale.ROOT, "best-%09d", updates);
  }

  /**
   * Saves a policy, and beside its files a {@code best.json} that tells of it.
   *
   * @param updates of the policy
   * @param score its normalised score
   * @param content writes its files durably into the folder that it is given
   * @throws SpotRunException if it cannot be written; those saved before stay
   */
  public void save(long updates, double score, Consumer<Path> content) {
    String name = name(updates);
    Path saving = folder.resolve(name + SAVING);
    try {
      Files.createDirectories(folder);
      AtomicFiles.deleteTree(saving);
      Files.createDirectory(saving);
      content.accept(saving);
      AtomicFiles.writeNew(saving.resolve(FILE), manifest(updates, score));
      AtomicFiles.syncFolder(saving);
      Path place = folder.resolve(name);
      if (Files.exists(place)) {
        // Of updates that a resumed run has made again.
        remove(place);
      }
      AtomicFiles.rename(saving, place);
      AtomicFiles.syncFolder(folder);
    } catch (IOException e) {
      throw new SpotRunException(
          "the best policy, %s, cannot be written to %s: %s; earlier ones are untouched. Check free space and permissions, then resume"
              .formatted(name, folder, CheckpointFolder.reason(e)),
          e);
    }
  }

  /** Lets go of all but one, or of all, and of what killed saves have left. */
  public void keepOnly(OptionalLong updates) {
    try {
      for (Path path : list()) {
        String name = path.getFileName().toString();
        if (updates.isEmpty() || !name.equals(name(updates.getAsLong()))) {
          remove(path);
        }
      }
    } catch (IOException e) {
      // The one to keep is safe; the next save tries again.
      LOG.warn("old policies in {} cannot be removed: {}", folder, CheckpointFolder.reason(e));
    }
  }

  /**
   * Updates of the best policy that is there.
   *
   * @throws SpotInputException if the folder cannot be listed
   */
  public OptionalLong latest() {
    try {
      return list().stream()
          .map(path -> PATTERN.matcher(path.getFileName().toString()))
          .filter(match -> match.matches() && match.group(2) == null)
          .mapToLong(match -> Long.parseLong(match.group(1)))
          .max();
    } catch (IOException e) {
      throw new SpotInputException(
          "the policies in %s cannot be listed: %s".formatted(folder, CheckpointFolder.reason(e)),
          e);
    }
  }

  private List<Path> list() throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> PATTERN.matcher(entry.getFileName().toString()).matches())
          .toList();
    }
  }

  private static void remove(Path path) throws IOException {
    Path leftover = path;
    if (path.getFileName().toString().indexOf('.') < 0) {
      // Renamed first, so that a kill in between leaves no half of a policy.
      leftover = path.resolveSibling(path.getFileName() + REMOVED);
      AtomicFiles.deleteTree(leftover);
      AtomicFiles.rename(path, leftover);
    }
    AtomicFiles.deleteTree(leftover);
  }

  private static String manifest(long updates, double score) {
    return JSON.writer()
            .with(SerializationFeature.INDENT_OUTPUT)
            .writeValueAsString(
                JSON.createObjectNode()
                    .put("format_version", FORMAT_VERSION)
                    .put("spot_version", SpotVersion.current())
                    .put("updates", updates)
                    .put("normalized_score", score))
        + "\n";
  }
}
