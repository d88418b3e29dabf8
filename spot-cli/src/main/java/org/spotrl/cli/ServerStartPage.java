package org.spotrl.cli;

import java.util.List;
import java.util.Optional;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.experiments.config.NearestMatch;
import org.spotrl.mlflow.server.ServerException;
import org.spotrl.mlflow.server.ServerExperiment;
import org.spotrl.mlflow.server.ServerPages;
import org.spotrl.mlflow.server.TrackingServer;

/**
 * The page of a server that a user wants to see first.
 *
 * @param version version of its MLflow
 * @param page address of the page
 */
record ServerStartPage(String version, String page) {

  /** The experiment that MLflow creates by itself. */
  private static final String MLFLOWS_OWN = "Default";

  /**
   * Asks a server whether it answers and where the charts are: those of the experiment that is
   * named, else of the likely one, else of its only one; the list of all where none of these is
   * clear.
   *
   * @param experiment name of the wanted experiment, or empty
   * @param likely name of an experiment that the user may be after, or empty
   * @throws SpotInputException if there is no experiment of that name
   * @throws SpotRunException if the server does not answer in time, or refuses
   */
  static ServerStartPage of(TrackingServer server, String experiment, String likely) {
    try {
      String version = server.version();
      List<ServerExperiment> experiments = server.experiments();
      String page =
          chosen(experiments, experiment, likely, server.address())
              .map(chosen -> ServerPages.charts(server, chosen.id()))
              .orElseGet(() -> ServerPages.experiments(server));
      return new ServerStartPage(version, page);
    } catch (ServerException e) {
      throw new SpotRunException("MLflow cannot be shown: " + e.getMessage(), e);
    }
  }

  /** The failure that there is no such experiment in a place. */
  static SpotInputException unknown(String experiment, String place, List<String> known) {
    return new SpotInputException(
        "there is no experiment '%s' in %s%s (known: %s)"
            .formatted(
                experiment,
                place,
                NearestMatch.hint(experiment, known),
                known.isEmpty() ? "none" : String.join(", ", known)));
  }

  private static Optional<ServerExperiment> chosen(
      List<ServerExperiment> experiments, String experiment, String likely, String address) {
    if (!experiment.isEmpty()) {
      return Optional.of(
          named(experiments, experiment)
              .orElseThrow(
                  () ->
                      unknown(
                          experiment,
                          address,
                          experiments.stream().map(ServerExperiment::name).toList())));
    }
    List<ServerExperiment> ours =
        experiments.stream().filter(e -> !e.name().equals(MLFLOWS_OWN)).toList();
    return named(experiments, likely)
        .or(() -> ours.size() == 1 ? Optional.of(ours.get(0)) : Optional.empty());
  }

  private static Optional<ServerExperiment> named(List<ServerExperiment> experiments, String name) {
    return experiments.stream().filter(e -> e.name().equals(name)).findFirst();
  }
}
