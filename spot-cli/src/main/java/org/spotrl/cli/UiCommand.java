package org.spotrl.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.Trackers;
import org.spotrl.experiments.run.TrackingPlace;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.Runs;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.server.ServerException;
import org.spotrl.mlflow.server.ServerExperiment;
import org.spotrl.mlflow.server.ServerPages;
import org.spotrl.mlflow.server.TrackingServer;
import org.spotrl.mlflow.ui.MlflowUi;
import org.spotrl.mlflow.ui.UiOptions;
import org.spotrl.studies.comparison.RunFinder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows runs in MLflow: serves a folder, or prints the page of a server. */
@Command(
    name = "ui",
    description = {
      "Shows runs in MLflow: serves a folder until Ctrl-C.",
      "For a server, checks the connection and prints the address of its page."
    },
    footer = {
      "",
      "Examples:",
      "  spot ui",
      "  spot ui --in https://mlflow.example.org --experiment quickstart",
      "  spot ui spot-maze2d-umaze-s0",
      "",
      "MLflow is searched in $SPOT_MLFLOW, the environment of --install, and the PATH."
    })
final class UiCommand extends BaseCommand {

  /** MLflow creates this experiment itself. */
  private static final String MLFLOWS_OWN = "Default";

  @Parameters(arity = "0..1", paramLabel = "RUN", description = "Shows the experiment of this run.")
  private String run = "";

  @Mixin private RunsLocation place = new RunsLocation();

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      description = "Experiment to show (default: experiment of the latest run).")
  private String experiment = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port to listen on (default: a free one).")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "HOST",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(names = "--mlflow", paramLabel = "FILE", description = "The mlflow executable to use.")
  private String executable = "";

  @Option(
      names = "--install",
      description = "Installs MLflow (300 MB) in its own environment if missing.")
  private boolean install;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description = "Longest wait for the server (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds = 180;

  @Option(names = "--quiet", description = "Does not show the server's log.")
  private boolean quiet;

  private final Trackers trackers = new Trackers();

  @Override
  public Integer call() {
    TrackingPlace wanted = run.isEmpty() ? place.place() : placeOfRun();
    return wanted.server().isPresent() ? show(wanted.server().get()) : serve(wanted.folder());
  }

  /** The folder or server of the run; also selects its experiment. */
  private TrackingPlace placeOfRun() {
    TrackingPlace searched = place.place();
    try (Runs runs = place.open(err()::println)) {
      RunView found = RunFinder.find(run, runs);
      if (experiment.isEmpty()) {
        experiment = found.experimentName();
      }
      if (!(found instanceof RecordedRun recorded)) {
        return searched;
      }
      String server = recorded.tags().getOrDefault(RunView.SERVER, "");
      return server.isEmpty()
          ? new TrackingPlace(new LocalRun(recorded.artifacts()).root(), Optional.empty())
          : searched.withServer(server);
    }
  }

  /** Prints the address of a server's page. */
  private int show(String address) {
    if (port != 0 || install || !executable.isEmpty()) {
      throw misuse("--port, --install and --mlflow are for folders; the server is already running");
    }
    try (TrackingServer server = trackers.connect(address, err()::println)) {
      out().printf("MLflow %s answers; open%n  %s%n", server.version(), page(server));
    } catch (ServerException e) {
      throw new SpotRunException("MLflow cannot be shown: " + e.getMessage(), e);
    }
    return 0;
  }

  /**
   * The charts of the given experiment, else of the latest run's experiment here, else of the only
   * experiment; otherwise the list of all experiments.
   */
  private String page(TrackingServer server) {
    Map<String, ServerExperiment> known = new LinkedHashMap<>();
    server.experiments().forEach(e -> known.put(e.name(), e));
    Optional<ServerExperiment> found =
        experiment.isEmpty()
            ? Optional.ofNullable(known.get(latestHere()))
            : Optional.of(named(known, server.address()));
    known.remove(MLFLOWS_OWN);
    return found
        .or(() -> known.values().stream().filter(each -> known.size() == 1).findFirst())
        .map(each -> ServerPages.charts(server.address(), server.version(), each.id(), each.tags()))
        .orElseGet(() -> ServerPages.experiments(server));
  }

  /** The experiment of the latest run in the default folder. */
  private static String latestHere() {
    return new FolderRuns(Path.of(LocalRun.DEFAULT_ROOT))
        .runs().stream().findFirst().map(RecordedRun::experimentName).orElse("");
  }

  /** Serves a folder until MLflow ends. */
  private int serve(Path folder) {
    UiOptions options =
        new UiOptions(folder, host, port, executable, install, Duration.ofSeconds(timeoutSeconds));
    Map<String, String> ids = new LinkedHashMap<>();
    new FolderRuns(options.folder()).experiments().forEach(e -> ids.put(e.name(), e.id()));
    String id = experiment.isEmpty() ? "" : named(ids, options.folder().toString());
    Consumer<String> log = quiet ? line -> {} : line -> err().println("  " + line);
    try (MlflowUi ui = MlflowUi.start(options, log)) {
      out().println("MLflow " + ui.version() + " shows " + options.folder() + " at");
      out().println("  " + (id.isEmpty() ? ui.url() : ui.url(id)));
      out().println("Ctrl-C stops it.");
      return ui.waitFor() == 0 ? 0 : 1;
    }
  }

  /** The experiment of {@code --experiment}. */
  private <T> T named(Map<String, T> byName, String where) {
    T found = byName.get(experiment);
    if (found == null) {
      throw RunSelection.unknown(experiment, where, byName.keySet());
    }
    return found;
  }
}
