package org.spotrl.cli;

import java.util.Collection;
import java.util.List;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.NearestMatch;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.Runs;
import org.spotrl.studies.comparison.RunFilter;
import org.spotrl.studies.comparison.RunRecord;
import picocli.CommandLine.Option;

/** The options that select recorded runs. */
final class RunSelection {

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      description = "Only the runs of this experiment.")
  private String experiment = "";

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description =
          "Only runs with lambda=0.1, 'seed<3', ... May be repeated. Operators: = != < <= > >=, and"
              + " ~ for 'contains'.")
  private List<String> conditions = List.of();

  /**
   * The selected runs, the latest first.
   *
   * @throws SpotInputException if there are no runs, the experiment is unknown, or a condition is
   *     wrong
   */
  List<RunRecord> read(Runs place) {
    List<RunFilter> parsed = conditions.stream().map(RunFilter::parse).toList();
    List<? extends RunView> runs = experiment.isEmpty() ? place.runs() : ofExperiment(place);
    if (runs.isEmpty()) {
      throw new SpotInputException(
          "there are no runs in %s; use '%s' to record one, or --in for another folder or server"
              .formatted(place.location(), SpotCommand.line("run", "FILE")));
    }
    return RunFilter.filter(runs.stream().map(RunRecord::of).toList(), parsed);
  }

  private List<? extends RunView> ofExperiment(Runs place) {
    List<? extends RunView> runs = place.runs(experiment);
    if (runs.isEmpty()) {
      List<String> names = place.experimentNames();
      throw names.contains(experiment)
          ? new SpotInputException(
              "experiment '%s' in %s has no runs".formatted(experiment, place.location()))
          : unknown(experiment, place.location(), names);
    }
    return runs;
  }

  /** The error for an unknown experiment. */
  static SpotInputException unknown(String experiment, String place, Collection<String> known) {
    return new SpotInputException(
        "there is no experiment '%s' in %s%s (known: %s)"
            .formatted(
                experiment,
                place,
                NearestMatch.hint(experiment, known),
                known.isEmpty() ? "none" : String.join(", ", known)));
  }
}
