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

/** Which of the recorded runs a command is about. */
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
   * The runs that are meant, the one that started last first.
   *
   * @throws SpotInputException if the place holds no runs, there is no such experiment, or a
   *     condition is none
   */
  List<RunRecord> read(Runs place) {
    List<RunFilter> parsed = conditions.stream().map(RunFilter::parse).toList();
    List<? extends RunView> runs = experiment.isEmpty() ? place.runs() : ofExperiment(place);
    if (runs.isEmpty()) {
      throw new SpotInputException(
          "there are no runs in %s; record one with '%s' or give another location with --in"
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

  /** The failure that there is no such experiment in a place. */
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
