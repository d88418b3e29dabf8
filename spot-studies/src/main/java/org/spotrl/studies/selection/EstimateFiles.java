package org.spotrl.studies.selection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.component.Component;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.host.Sha256;
import org.spotrl.api.selection.Estimate;
import org.spotrl.api.selection.SelectionCriterion;
import org.spotrl.experiments.config.ComponentRegistry;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Estimates of expensive criteria, recorded as artifacts of a study: {@code
 * selection/CRITERION-HASH/RUN.json}, where the hash is that of the criterion's settings. Each file
 * is written at once, so several processes may work on one study.
 */
final class EstimateFiles {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int HASH = 8;

  private final Path folder;

  /**
   * The estimates of a study.
   *
   * @param artifacts folder of the study's artifacts
   */
  EstimateFiles(Path artifacts) {
    this.folder = artifacts.resolve("selection");
  }

  /**
   * A file.
   *
   * @param criterion type and settings of the criterion
   * @param run id of the run
   * @param value the estimate; null if there is none
   * @param reason why there is none
   */
  private record Recorded(String criterion, String run, @Nullable Double value, String reason) {}

  /** The recorded estimate; empty if there is none or its file is damaged. */
  Optional<Estimate> find(Component<SelectionCriterion> criterion, String run) {
    Path file = file(criterion, run);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Recorded recorded = JSON.readValue(Files.readString(file), Recorded.class);
      return Optional.of(
          recorded.value() == null
              ? Estimate.missing(recorded.reason())
              : Estimate.of(recorded.value()));
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      throw new SpotRunException(
          "%s is not a recorded estimate (%s); delete it to compute it again"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Records an estimate. */
  void save(Component<SelectionCriterion> criterion, String run, Estimate estimate) {
    Path file = file(criterion, run);
    Recorded recorded =
        new Recorded(
            ComponentRegistry.text(criterion),
            run,
            estimate.isPresent() ? estimate.value() : null,
            estimate.reason());
    try {
      Path made = Files.createDirectories(file.resolveSibling(""));
      AtomicFiles.replace(made, file, JSON.writeValueAsString(recorded));
    } catch (IOException e) {
      throw new SpotRunException("the estimate cannot be recorded in %s: %s".formatted(file, e), e);
    }
  }

  private Path file(Component<SelectionCriterion> criterion, String run) {
    String hash = Sha256.of(ComponentRegistry.text(criterion)).substring(0, HASH);
    return folder.resolve(criterion.type().name() + "-" + hash).resolve(run + ".json");
  }
}
