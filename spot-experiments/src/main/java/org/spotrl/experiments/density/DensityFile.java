package org.spotrl.experiments.density;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.Sha256;
import org.spotrl.api.host.UserPaths;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.policy.SafetensorsFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A trained density as a run stores it among its artifacts: a folder {@code density} with {@code
 * density.json} and its weights in {@code density.safetensors}.
 *
 * @param folder where it is
 * @param description what it is
 */
public record DensityFile(Path folder, Description description) {

  /** Name of the folder among a run's artifacts. */
  public static final String ARTIFACT = "density";

  private static final String DESCRIPTION = "density.json";
  private static final String WEIGHTS = "density.safetensors";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /**
   * What a stored density is.
   *
   * @param runId the run that trained it
   * @param data what it was trained on
   * @param density its type and settings, as in an experiment file
   * @param sha256 of its weights
   */
  @JsonPropertyOrder({"run_id", "data", "density", "sha256"})
  public record Description(
      String runId, TrainedOn data, Map<String, Object> density, String sha256) {}

  /**
   * The data that a density is trained on, as training sees it.
   *
   * @param environment id of its environment
   * @param sha256 of the data as it came; empty if it has not been loaded
   * @param normalizeObservations whether observations were normalised
   * @param trajectories which trajectories training saw
   */
  @JsonPropertyOrder({"environment", "sha256", "normalize_observations", "trajectories"})
  public record TrainedOn(
      String environment, String sha256, boolean normalizeObservations, String trajectories) {

    /** What differs, for messages; empty if nothing does as far as both are known. */
    List<String> differences(TrainedOn other) {
      return Stream.of(
              difference("environment", environment, other.environment),
              sha256.isEmpty() || other.sha256.isEmpty()
                  ? Optional.<String>empty()
                  : difference("SHA-256 of the data", sha256, other.sha256),
              difference(
                  "normalize_observations",
                  "" + normalizeObservations,
                  "" + other.normalizeObservations),
              difference("trajectories", trajectories, other.trajectories))
          .flatMap(Optional::stream)
          .toList();
    }

    private static Optional<String> difference(String what, String there, String here) {
      return there.equals(here)
          ? Optional.empty()
          : Optional.of("%s is %s there and %s here".formatted(what, there, here));
    }
  }

  /** Writes a density to an empty folder. */
  public static void write(
      Path folder, String runId, TrainedOn data, Map<String, Object> density, StateDict weights)
      throws IOException {
    String sha256 = SafetensorsFile.write(folder.resolve(WEIGHTS), weights);
    Description description = new Description(runId, data, density, sha256);
    Files.writeString(folder.resolve(DESCRIPTION), JSON.writeValueAsString(description) + "\n");
  }

  /**
   * Finds a stored density.
   *
   * @param from a run: its id, the first characters of it, its name or its folder; or the folder
   *     {@code density} of a run, or a copy of that, or a file in it
   * @param runs where runs are searched
   * @throws SpotInputException if there is none, or it cannot be read
   */
  public static DensityFile find(String from, Path runs) {
    Path folder = inFiles(from).orElseGet(() -> ofRun(from, runs));
    Path description = folder.resolve(DESCRIPTION);
    try {
      Description read = JSON.readValue(description.toFile(), Description.class);
      return new DensityFile(folder, read);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new SpotInputException(
          "%s cannot be read: %s".formatted(description, e.getMessage()), e);
    }
  }

  private static Optional<Path> inFiles(String from) {
    return UserPaths.standard()
        .existing(from)
        .map(Path::toAbsolutePath)
        .flatMap(
            given ->
                Stream.concat(
                        Stream.of(
                            given.resolve("artifacts").resolve(ARTIFACT),
                            given.resolve(ARTIFACT),
                            given),
                        Files.isRegularFile(given)
                            ? Stream.ofNullable(given.getParent())
                            : Stream.<Path>empty())
                    .filter(folder -> Files.isRegularFile(folder.resolve(DESCRIPTION)))
                    .findFirst());
  }

  private static Path ofRun(String from, Path runs) {
    List<RecordedRun> all = Files.isDirectory(runs) ? new FolderRuns(runs).runs() : List.of();
    List<RecordedRun> fitting =
        Stream.<Predicate<RecordedRun>>of(
                run -> run.id().equals(from),
                run -> run.name().equals(from),
                run -> !from.isEmpty() && run.id().startsWith(from))
            .map(rule -> all.stream().filter(rule).toList())
            .filter(found -> !found.isEmpty())
            .findFirst()
            .orElseThrow(
                () ->
                    new SpotInputException(
                        "there is no run '%s' in %s and no stored density of this path; give the id or the name of a run there, a run's folder, or its folder artifacts/%s"
                            .formatted(from, runs.toAbsolutePath().normalize(), ARTIFACT)));
    if (fitting.size() > 1) {
      throw new SpotInputException(
          "'%s' fits %d runs in %s: %s; give the id of one"
              .formatted(
                  from,
                  fitting.size(),
                  runs,
                  String.join(", ", fitting.stream().limit(5).map(RecordedRun::id).toList())));
    }
    Path folder = fitting.get(0).artifacts().resolve(ARTIFACT);
    if (!Files.isRegularFile(folder.resolve(DESCRIPTION))) {
      throw new SpotInputException(
          "run %s has stored no density (%s is missing): its method trains none, it has not come so far, or an older version of spot recorded it"
              .formatted(fitting.get(0).id(), folder.resolve(DESCRIPTION)));
    }
    return folder;
  }

  /**
   * Checks that a run sees the data that the density was trained on.
   *
   * @throws SpotInputException naming both values of what differs
   */
  public void requireSameData(TrainedOn here) {
    List<String> differences = description.data().differences(here);
    if (!differences.isEmpty()) {
      throw new SpotInputException(
          "the density in %s was trained on other data: %s; train one on this data, or use that data"
              .formatted(folder, String.join("; ", differences)));
    }
  }

  /**
   * Reads the weights.
   *
   * @param sha256 what they must be
   * @throws SpotInputException if they are others, or damaged
   */
  public StateDict weights(String sha256) {
    Path file = folder.resolve(WEIGHTS);
    try {
      String found = Sha256.of(file);
      if (!found.equals(sha256)) {
        throw new SpotInputException(
            "%s has the SHA-256 %s instead of %s: it is damaged, or another density is there now"
                .formatted(file, found, sha256));
      }
      return SafetensorsFile.read(file);
    } catch (IOException e) {
      throw new SpotInputException("%s cannot be read: %s".formatted(file, e), e);
    }
  }
}
