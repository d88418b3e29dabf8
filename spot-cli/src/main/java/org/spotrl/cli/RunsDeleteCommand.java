package org.spotrl.cli;

import java.util.List;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.experiments.run.Trackers;
import org.spotrl.experiments.run.TrackingPlace;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.Runs;
import org.spotrl.mlflow.folder.DeletedRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.server.ServerException;
import org.spotrl.mlflow.server.TrackingServer;
import org.spotrl.studies.comparison.RunFinder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Marks recorded runs as deleted, as MLflow does; they can be restored. */
@Command(
    name = "delete",
    description = {
      "Deletes runs; 'mlflow runs restore --run-id ID' brings one back.",
      "Their files are kept until 'spot runs gc', or 'mlflow gc' on a server."
    },
    footer = {"", "Example:", "  spot runs delete spot-maze2d-umaze-s0 0f3a"})
final class RunsDeleteCommand extends BaseCommand {

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "Ids, first characters of ids, names or folders of runs.")
  private List<String> names = List.of();

  @Mixin private RunsLocation place = new RunsLocation();

  @Mixin private Confirmation confirmation = new Confirmation();

  @Override
  public Integer call() {
    try (Runs runs = place.open(err()::println)) {
      List<? extends RunView> chosen =
          names.stream().map(name -> RunFinder.find(name, runs)).distinct().toList();
      chosen.forEach(run -> out().println(run.id() + "  " + run.name()));
      if (!confirmation.given("delete", chosen.size(), out())) {
        return 1;
      }
      chosen.forEach(this::delete);
      out().println("deleted " + Format.runs(chosen.size()) + " of " + runs.location());
    }
    return 0;
  }

  private void delete(RunView run) {
    if (run instanceof RecordedRun recorded) {
      DeletedRuns.delete(recorded, System.currentTimeMillis());
      return;
    }
    TrackingPlace server = place.place();
    try (TrackingServer connection =
        new Trackers().connect(server.server().orElseThrow(), err()::println)) {
      connection.deleteRun(run.id());
    } catch (ServerException e) {
      throw new SpotRunException(
          "run %s cannot be deleted: %s".formatted(run.id(), e.getMessage()), e);
    }
  }
}
