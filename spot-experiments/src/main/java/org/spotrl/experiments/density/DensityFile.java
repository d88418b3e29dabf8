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
 * A stored density: a folder {@code density} in the artifacts of a run, with {@code density.json}
 * and the weights in {@code density.safetensors}.
 *
 * @param folder the folder
 * @param description content of {@code density.json}
 */
public record DensityFile(Path folder, Description description) {

  /** Name of the folder in a run's artifacts. */
  public static final String ARTIFACT = "density";

  private static final String DESCRIPTION = "density.json";
  private static final String WEIGHTS = "density.safetensors";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /**
   * The content of {@code density.json}.
   *
   * @param runId the run that trained it
   * @param data the training data
   * @param density type and settings, as in an experiment file
   * @param sha256 SHA-256 of the weights
   */
  @JsonPropertyOrder({"run_id", "data", "density", "sha256"})
  public record Description(
      String runId, TrainedOn data, Map<String, Object> density, String sha256) {}

  /**
   * The training data of a density.
   *
   * @param environment id of the environment
   * @param sha256 SHA-256 of the data as loaded; empty if it is not loaded yet
   * @param normalizeObservations whether observations are normalised
   * @param trajectories the trajectory filter
   */
  @JsonPropertyOrder({"environment", "sha256", "normalize_observations", "trajectories"})
  public record TrainedOn(
      String environment, String sha256, boolean normalizeObservations, String trajectories) {

    /** The differences, for messages; a checksum that is not known yet is not compared. */
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
          : Optional.of("%s was %s and is %s".formatted(what, there, here));
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
   * @param from a run (its id, first characters of its id, name or folder), or a folder {@code
   *     density} or a file in it
   * @param runs folder of the runs
   * @throws SpotInputException if it is not found or cannot be read
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
                        "there is no run '%s' in %s and no stored density at this path; give the id or name of a run in that folder, the folder of a run, or its folder artifacts/%s"
                            .formatted(from, runs.toAbsolutePath().normalize(), ARTIFACT)));
    if (fitting.size() > 1) {
      throw new SpotInputException(
          "'%s' matches %d runs in %s: %s; give the id of one"
              .formatted(
                  from,
                  fitting.size(),
                  runs,
                  String.join(", ", fitting.stream().limit(5).map(RecordedRun::id).toList())));
    }
    Path folder = fitting.get(0).artifacts().resolve(ARTIFACT);
    if (!Files.isRegularFile(folder.resolve(DESCRIPTION))) {
      throw new SpotInputException(
          "run %s has no stored density (%s is missing): its method has none, its density is not trained yet, or an older version of spot recorded the run"
              .formatted(fitting.get(0).id(), folder.resolve(DESCRIPTION)));
    }
    return folder;
  }

  /**
   * Checks that the density was trained on this data.
   *
   * @throws SpotInputException with both values of each difference
   */
  public void requireSameData(TrainedOn here) {
    List<String> differences = description.data().differences(here);
    if (!differences.isEmpty()) {
      throw new SpotInputException(
          "the density in %s was trained on other data: %s; train a density on this data, or use the other data"
              .formatted(folder, String.join("; ", differences)));
    }
  }

  /**
   * Reads the weights.
   *
   * @param sha256 the expected SHA-256
   * @throws SpotInputException if their SHA-256 differs or they cannot be read
   */
  public StateDict weights(String sha256) {
    Path file = folder.resolve(WEIGHTS);
    try {
      String found = Sha256.of(file);
      if (!found.equals(sha256)) {
        throw new SpotInputException(
            "%s has the SHA-256 %s instead of %s: it is damaged, or it was replaced by another density"
                .formatted(file, found, sha256));
      }
      return SafetensorsFile.read(file);
    } catch (IOException e) {
      throw new SpotInputException("%s cannot be read: %s".formatted(file, e), e);
    }
  }
}
