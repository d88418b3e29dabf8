package org.spotrl.experiments.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Consumer;
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
 * <p>An older one stays until a checkpoint refers to the new one, so that a run killed at any
 * moment leaves the policy that its last checkpoint calls the best.
 */
public final class BestPolicies {

  private static final Logger LOG = LoggerFactory.getLogger(BestPolicies.class);

  private static final String PREFIX = "best-";
  private static final String FILE = "best.json";
  private static final int FORMAT_VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;
  private final NumberedFolders policies;

  /** Those in the folder of a run's checkpoints, which is created at the first save. */
  public BestPolicies(Path folder) {
    this.folder = folder;
    this.policies = new NumberedFolders(folder, PREFIX);
  }

  /** Name of the sub-folder of a policy. */
  public static String name(long updates) {
    return NumberedFolders.name(PREFIX, updates);
  }

  /**
   * Saves a policy, and beside its files a {@code best.json} that describes it.
   *
   * @param updates of the policy
   * @param score its normalised score
   * @param content writes its files durably into the folder that it is given
   * @throws SpotRunException if it cannot be written; those saved before stay
   */
  public void save(long updates, double score, Consumer<Path> content) {
    try {
      policies.save(
          updates,
          saving -> {
            content.accept(saving);
            AtomicFiles.writeNew(saving.resolve(FILE), manifest(updates, score));
          });
    } catch (IOException e) {
      throw new SpotRunException(
          "the best policy, %s, cannot be written to %s: %s; earlier ones are untouched. Check free space and permissions, then resume"
              .formatted(name(updates), folder, NumberedFolders.reason(e)),
          e);
    }
  }

  /** Deletes all but one, or all, and what killed saves have left. */
  public void keepOnly(OptionalLong updates) {
    try {
      policies.tidy();
      for (long number : policies.numbers()) {
        if (updates.isEmpty() || number != updates.getAsLong()) {
          policies.delete(number);
        }
      }
    } catch (IOException e) {
      // The one to keep is safe; the next save tries again.
      LOG.warn("old policies in {} cannot be removed: {}", folder, NumberedFolders.reason(e));
    }
  }

  /**
   * Updates of the best policy that is there.
   *
   * @throws SpotInputException if the folder cannot be listed
   */
  public OptionalLong latest() {
    try {
      return policies.numbers().stream()
          .mapToLong(number -> number)
          .filter(number -> Files.isDirectory(policies.path(number)))
          .findFirst();
    } catch (IOException e) {
      throw new SpotInputException(
          "the policies in %s cannot be listed: %s".formatted(folder, NumberedFolders.reason(e)),
          e);
    }
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
