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
 * The best policy of a run, in a folder like {@code best-000020000} beside the checkpoints. The
 * number is the policy's updates.
 *
 * <p>An older policy is deleted only after a checkpoint refers to the new one. So the policy that
 * the last checkpoint refers to always exists, also after a kill.
 */
public final class BestPolicies {

  private static final Logger LOG = LoggerFactory.getLogger(BestPolicies.class);

  private static final String PREFIX = "best-";
  private static final String FILE = "best.json";
  private static final int FORMAT_VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;
  private final NumberedFolders policies;

  /** The policies in the folder of a run's checkpoints; the first save creates it. */
  public BestPolicies(Path folder) {
    this.folder = folder;
    this.policies = new NumberedFolders(folder, PREFIX);
  }

  /** Name of a policy's folder. */
  public static String name(long updates) {
    return NumberedFolders.name(PREFIX, updates);
  }

  /**
   * Saves a policy and a {@code best.json} that describes it.
   *
   * @param updates of the policy
   * @param score its normalised score
   * @param content writes the policy's files durably to the given folder
   * @throws SpotRunException if it cannot be written; earlier policies are kept
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
          "the best policy, %s, cannot be written to %s: %s; earlier ones are kept. Check free space and permissions, then resume"
              .formatted(name(updates), folder, NumberedFolders.reason(e)),
          e);
    }
  }

  /** Deletes all policies except one, and the rest of killed saves. */
  public void keepOnly(OptionalLong updates) {
    try {
      policies.tidy();
      for (long number : policies.numbers()) {
        if (updates.isEmpty() || number != updates.getAsLong()) {
          policies.delete(number);
        }
      }
    } catch (IOException e) {
      // The next save tries again.
      LOG.warn("old policies in {} cannot be removed: {}", folder, NumberedFolders.reason(e));
    }
  }

  /**
   * Updates of the best policy in the folder.
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
