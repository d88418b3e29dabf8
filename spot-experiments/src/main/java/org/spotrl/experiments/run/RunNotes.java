package org.spotrl.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.experiments.config.EvaluationConfig;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.config.LoadedExperiment;

/** The descriptions of a run, its experiment and its policy that MLflow shows, in Markdown. */
final class RunNotes {

  private static final String ALGORITHM = "algorithm.";

  /** A setting with the type of a component of the algorithm. */
  private static final Pattern COMPONENT = Pattern.compile("algorithm\\.(?:.*\\.)?([^.]+)\\.type");

  private RunNotes() {}

  /** The user's description, if any, then method, data and how to repeat the run. */
  static String ofRun(LoadedExperiment experiment, PreparedData data) {
    ExperimentConfig config = experiment.config();
    String description = config.description().strip();
    String settings = settings(experiment);
    return (description.isEmpty() ? "" : description + "\n\n")
        + String.format(
            Locale.ROOT,
            """
            | | |
            |---|---|
            | method | %s |
            %s| data | %s, %,d transitions%s |
            | evaluation | %s |
            | seed | %d |
            | repeat | `spot run experiment.yaml` with `config/experiment.yaml` of the artifacts |
            """,
            method(experiment.values()),
            settings.isEmpty() ? "" : "| settings | " + settings + " |\n",
            data.training().name(),
            data.training().size(),
            behavior(data, "them"),
            evaluation(config.evaluation(), data),
            config.seed());
  }

  /** The score of the behaviour policy, if there are reference scores. */
  private static String behavior(PreparedData data, String collected) {
    double score = data.behaviorScore();
    return Double.isNaN(score)
        ? ""
        : String.format(
            Locale.ROOT, "; the policy that collected %s scores %.1f", collected, score);
  }

  private static String evaluation(EvaluationConfig evaluation, PreparedData data) {
    return evaluation.usesEnvironment()
        ? String.format(
            Locale.ROOT,
            "%d episodes of %s every %,d updates",
            evaluation.episodes(),
            data.environment().id(),
            evaluation.everyUpdates())
        : "none";
  }

  /** One line that distinguishes the versions of a model. */
  static String ofPolicy(
      String runName, PreparedData data, long updates, Optional<EvaluationResult> evaluation) {
    if (evaluation.isEmpty()) {
      return String.format(Locale.ROOT, "%s after %,d updates, not evaluated.", runName, updates);
    }
    EvaluationResult result = evaluation.get();
    return String.format(
        Locale.ROOT,
        // The score first, because the list of versions shows about 20 characters.
        "Score %.1f, %s after %,d updates: return %.2f +- %.2f over %d episodes of %s%s.",
        result.normalizedScore(),
        runName,
        updates,
        result.meanReturn(),
        result.stdReturn(),
        result.returns().size(),
        data.environment().id(),
        behavior(data, "the data"));
  }

  /** How to read and compare the runs of an experiment. */
  static String ofExperiment(String study) {
    return """
        Study **%s**: the view *Methods over seeds* (menu at the upper right) compares its methods, *Support* shows its pictures.

        - **Methods over seeds**: a line is the mean over the runs of a method; its band shows minimum and maximum.
        - **Score**: `eval/normalized_score`: 0 is a random policy, 100 the reference expert. `final/normalized_score` is the score of the final policy.
        - **Support**: where `support/log_density_policy` falls far below `support/log_density_data`, the policy leaves the data. The pictures show this for single states of one seed; change `tags.seed = "0"` to see another seed.
        - **Repeat**: `spot run` with `config/experiment.yaml` of a run's artifacts.
        """
        .formatted(study);
  }

  /** The algorithm with its components, for example {@code `spot`, regularizer `density`}. */
  private static String method(Map<String, String> values) {
    StringBuilder text = new StringBuilder("`" + values.get(ALGORITHM + "type") + "`");
    values.forEach(
        (path, value) -> {
          Matcher component = COMPONENT.matcher(path);
          if (component.matches()) {
            text.append(", %s `%s`".formatted(component.group(1), value));
          }
        });
    return text.toString();
  }

  /** The algorithm's settings without defaults. */
  private static String settings(LoadedExperiment experiment) {
    List<String> settings = new ArrayList<>();
    experiment
        .values()
        .forEach(
            (path, value) -> {
              if (path.startsWith(ALGORITHM)
                  && !path.endsWith(".type")
                  && !"default".equals(experiment.origins().get(path))) {
                settings.add("`%s` %s".formatted(path.substring(ALGORITHM.length()), value));
              }
            });
    return String.join(", ", settings);
  }
}
