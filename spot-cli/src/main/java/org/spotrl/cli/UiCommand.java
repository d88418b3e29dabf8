package org.spotrl.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.Trackers;
import org.spotrl.experiments.run.TrackingPlace;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedExperiment;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.server.TrackingServer;
import org.spotrl.mlflow.ui.MlflowUi;
import org.spotrl.mlflow.ui.UiOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows runs in MLflow: serves a folder, or prints the address of a server's page. */
@Command(
    name = "ui",
    mixinStandardHelpOptions = true,
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
final class UiCommand implements Callable<Integer> {

  private static final String PLACE = "--in";

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

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Trackers trackers = new Trackers();

  @Override
  public Integer call() {
    if (!place.isEmpty() && !in.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "name the runs once, by DIR|URI or by " + PLACE);
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
      throw new ParameterException(
          spec.commandLine(),
          "--port, --install and --mlflow are for folders: the server runs already");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (TrackingServer server = trackers.connect(address, spec.commandLine().getErr()::println)) {
      ServerStartPage landing = ServerStartPage.of(server, experiment, latestHere());
      out.println("MLflow " + landing.version() + " answers; open");
      out.println("  " + landing.page());
      out.flush();
    }
    return 0;
  }

  /** The experiment of the run that started last in the folder that a server's runs go through. */
  private static String latestHere() {
    return new FolderRuns(Path.of(LocalRun.DEFAULT_ROOT))
        .runs().stream().findFirst().map(RecordedRun::experimentName).orElse("");
  }

  /** Serves a folder until it is ended. */
  private int serve(Path folder) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter log = spec.commandLine().getErr();
    UiOptions options =
        new UiOptions(folder, host, port, executable, install, Duration.ofSeconds(timeoutSeconds));
    Optional<String> experimentId =
        experiment.isEmpty() ? Optional.empty() : Optional.of(idOf(options.folder()));
    try (MlflowUi ui =
        MlflowUi.start(
            options,
            line -> {
              if (!quiet) {
                log.println("  " + line);
                log.flush();
              }
            })) {
      out.println("MLflow " + ui.version() + " shows " + options.folder() + " at");
      out.println("  " + experimentId.map(ui::url).orElseGet(ui::url));
      out.println("Ctrl-C stops it.");
      out.flush();
      return ui.waitFor() == 0 ? 0 : 1;
    }
  }

  private String idOf(Path folder) {
    List<RecordedExperiment> experiments = new FolderRuns(folder).experiments();
    return experiments.stream()
        .filter(e -> e.name().equals(experiment))
        .map(RecordedExperiment::id)
        .findFirst()
        .orElseThrow(
            () ->
                ServerStartPage.unknown(
                    experiment,
                    folder.toString(),
                    experiments.stream().map(RecordedExperiment::name).toList()));
  }
}
