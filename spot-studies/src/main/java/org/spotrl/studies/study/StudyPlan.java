package org.spotrl.studies.study;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.mlflow.RunView;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a study runs and compares, as it is recorded with the study.
 *
 * @param study name of the study
 * @param description what it shows; may be empty
 * @param reference the arm that the others are compared with; empty: none
 * @param arms names of the arms, in their order
 * @param datasets names of the data sets, in their order
 * @param runs the runs, in the order in which they start
 */
public record StudyPlan(
    String study,
    String description,
    String reference,
    List<String> arms,
    List<String> datasets,
    List<PlannedRun> runs) {

  /** Path of the plan in the artifacts of the study. */
  public static final String FILE = "study/plan.json";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * One run.
   *
   * @param key configuration and seed; see {@link StudyRun#key}
   * @param configuration first characters of the hash of its settings
   * @param arm name of its arm
   * @param dataset name of its data set
   * @param seed its seed
   * @param name its name in MLflow
   */
  public record PlannedRun(
      String key, String configuration, String arm, String dataset, long seed, String name) {

    static PlannedRun of(StudyRun run) {
      return new PlannedRun(
          run.key(), run.configuration(), run.arm(), run.dataset(), run.seed(), run.name());
    }

    /** Path of its configuration in the artifacts of the study. */
    public String config() {
      return "study/experiments/" + configuration + ".yaml";
    }
  }

  /** Copies the lists. */
  public StudyPlan {
    arms = List.copyOf(arms);
    datasets = List.copyOf(datasets);
    runs = List.copyOf(runs);
  }

  /** The plan of a study. */
  public static StudyPlan of(Study study) {
    return new StudyPlan(
        study.name(),
        study.description(),
        study.reference(),
        study.arms(),
        study.datasets(),
        study.runs().stream().map(PlannedRun::of).toList());
  }

  /** The plan of a recorded study; empty if the run is not a study. */
  public static Optional<StudyPlan> of(RunView study) {
    return study
        .artifact(FILE)
        .map(
            bytes -> {
              try {
                return JSON.readValue(new String(bytes, StandardCharsets.UTF_8), StudyPlan.class);
              } catch (JacksonException e) {
                throw new SpotRunException(
                    "%s of run %s is not the plan of a study: %s"
                        .formatted(FILE, study.id(), e.getOriginalMessage()),
                    e);
              }
            });
  }

  /** The plan as JSON. */
  public String toJson() {
    return JSON.writeValueAsString(this);
  }

  /** The runs by key. */
  public Map<String, PlannedRun> byKey() {
    return runs.stream().collect(Collectors.toMap(PlannedRun::key, Function.identity()));
  }
}
