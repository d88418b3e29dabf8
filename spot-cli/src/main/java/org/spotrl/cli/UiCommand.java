package org.spotrl.cli;

import java.nio.file.Files;
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
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.server.ServerException;
import org.spotrl.mlflow.server.ServerExperiment;
import org.spotrl.mlflow.server.ServerPages;
import org.spotrl.mlflow.server.TrackingServer;
import org.spotrl.mlflow.ui.MlflowUi;
import org.spotrl.mlflow.ui.UiOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows runs in MLflow: serves a folder, or prints the address of a server's page. */
@Command(
    name = "ui",
    description = {
      "Serves MLflow's pages on a folder of runs until Ctrl-C.",
      "For a server: checks that it answers, and prints the address of the page."
    },
    footer = {
      "",
      "Examples:",
      "  spot ui                                     the runs in mlruns",
      "  spot ui --in https://mlflow.example.org --experiment quickstart",
      "  spot ui mlruns/1/170300da92f74e4abd284754e7019982   where this run was recorded",
      "",
      "spot looks for MLflow in $SPOT_MLFLOW, its own environment, which --install creates, and the PATH."
    })
final class UiCommand extends BaseCommand {

  private static final String PLACE = "--in";

  /** The experiment that MLflow creates by itself. */
  private static final String MLFLOWS_OWN = "Default";

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR|URI",
      description =
          "The folder of runs, that of one run, or the address of a server (default: what"
              + " MLFLOW_TRACKING_URI names, else mlruns).")
  private String place = "";

  @Option(names = PLACE, paramLabel = "DIR|URI", description = "The same as DIR|URI.")
  private String in = "";

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      description = "The experiment to show (default: the one whose run started last).")
  private String experiment = "";

  @Option(
      names = "--port",
      defaultValue = "0",
      description = "Port to listen on (default: a free one).")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: ${DEFAULT-VALUE}, this machine only).")
  private String host = "127.0.0.1";

  @Option(names = "--mlflow", paramLabel = "FILE", description = "The mlflow executable to use.")
  private String executable = "";

  @Option(
      names = "--install",
      description = "Creates a Python environment with MLflow (300 MB) if none is found.")
  private boolean install;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description = "How long to wait for the server (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds = 180;

  @Option(names = "--quiet", description = "Does not show the server's log.")
  private boolean quiet;

  private final Trackers trackers = new Trackers();

  @Override
  public Integer call() {
    if (!place.isEmpty() && !in.isEmpty()) {
      throw misuse("name the runs once, by DIR|URI or by " + PLACE);
    }
    TrackingPlace wanted = wanted(place.isEmpty() ? in : place);
    return wanted.server().isPresent() ? show(wanted.server().get()) : serve(wanted.folder());
  }

  /** The place that is named; of a run's own folder the place where it was recorded. */
  private TrackingPlace wanted(String named) {
    TrackingPlace found = trackers.place(PLACE, named);
    if (named.isBlank()
        || found.server().isPresent()
        || !Files.isDirectory(found.folder().resolve("artifacts"))) {
      return found;
    }
    Optional<RecordedRun> run = FolderRuns.at(found.folder()).stream().findFirst();
    if (run.isEmpty()) {
      return found;
    }
    if (experiment.isEmpty()) {
      experiment = run.get().experimentName();
    }
    String server = run.get().tags().getOrDefault(RunView.SERVER, "");
    return !server.isEmpty()
        ? found.withServer(server)
        : found.withFolder(new LocalRun(run.get().artifacts()).root());
  }

  /** Prints the page of a server. */
  private int show(String address) {
    if (port != 0 || install || !executable.isEmpty()) {
      throw misuse("--port, --install and --mlflow are for folders: the server runs already");
    }
    try (TrackingServer server = trackers.connect(address, err()::println)) {
      out().printf("MLflow %s answers; open%n  %s%n", server.version(), page(server));
    } catch (ServerException e) {
      throw new SpotRunException("MLflow cannot be shown: " + e.getMessage(), e);
    }
    return 0;
  }

  /**
   * The charts of the experiment that is named, else of the one whose run started last here, else
   * of the only one; the list of all where none of these is clear.
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

  /** The experiment of the run that started last in the folder that a server's runs go through. */
  private static String latestHere() {
    return new FolderRuns(Path.of(LocalRun.DEFAULT_ROOT))
        .runs().stream().findFirst().map(RecordedRun::experimentName).orElse("");
  }

  /** Serves a folder until it is ended. */
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

  /** The experiment that the user named. */
  private <T> T named(Map<String, T> byName, String where) {
    T found = byName.get(experiment);
    if (found == null) {
      throw RunSelection.unknown(experiment, where, byName.keySet());
    }
    return found;
  }
}
