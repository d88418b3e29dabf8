package org.spotrl.cli;

import java.nio.file.Path;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.run.ExperimentRunner;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.Trackers;
import org.spotrl.experiments.wiring.SpotInjector;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.server.TrackingServer;
import org.spotrl.mlflow.sync.RunPull;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Resumes a run that was stopped or killed, here or on another machine. */
@Command(
    name = "resume",
    description = {
      "Resumes a stopped run from its last checkpoint.",
      "The result is the same, bit for bit, as if it had never been stopped."
    },
    footer = {
      "",
      "Examples:",
      "  spot resume 0f3a                         a run in mlruns",
      "  spot resume --run-id 0f3a... --from http://localhost:5000",
      "                                           a run of a server: its files are downloaded first"
    })
final class ResumeCommand extends BaseCommand {

  /** Which run; one of both. */
  private static final class Choice {
    @Parameters(
        paramLabel = "RUN",
        description = "Id of a run in DIR, its first characters, or its folder.")
    private String run = "";

    @Option(
        names = "--run-id",
        paramLabel = "ID",
        description =
            "Id of a run in DIR, or on the server if it is not there: that of its folder or the server's own.")
    private String id = "";
  }

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Choice choice = new Choice();

  @Option(
      names = "--from",
      paramLabel = "URI",
      description = {
        "Server that has the run and gets what is recorded from now on",
        "(default: tracking.uri of the run, or MLFLOW_TRACKING_URI)."
      })
  private String from = "";

  @Option(
      names = "--mlruns",
      paramLabel = "DIR",
      defaultValue = LocalRun.DEFAULT_ROOT,
      description = "Where runs are searched and downloaded to (default: ${DEFAULT-VALUE}).")
  private Path mlruns = Path.of(LocalRun.DEFAULT_ROOT);

  @Mixin private DensityOptions densities = new DensityOptions();

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  private final Trackers trackers = new Trackers();

  @Override
  public Integer call() {
    RunSeries series = new RunSeries(out(), err());
    LocalRun folder =
        choice.id.isEmpty() ? LocalRun.find(choice.run, mlruns) : findOrPull(series.reporter());
    if (folder.isFinished()) {
      out().println("run " + folder.id() + " is finished; there is nothing to resume");
      return 0;
    }
    ExperimentRunner runner =
        SpotInjector.create(runtime.mujoco()).getInstance(ExperimentRunner.class);
    densities.apply(runner);
    series.add(() -> runner.resume(folder, from, series.reporter(), InterruptGuard.stop()));
    return series.close();
  }

  private LocalRun findOrPull(ConsoleReporter reporter) {
    if (new FolderRuns(mlruns).find(choice.id).isPresent()) {
      return LocalRun.find(choice.id, mlruns);
    }
    String address = from.isBlank() ? trackers.server() : from;
    if (address.isEmpty()) {
      throw new SpotInputException(
          "run %s is not in %s, and no server is given: name one by --from or MLFLOW_TRACKING_URI, or another folder by --mlruns"
              .formatted(choice.id, mlruns.toAbsolutePath().normalize()));
    }
    try (TrackingServer server = trackers.connect(address, reporter::notice)) {
      Path run = new RunPull(server, reporter).pull(choice.id, mlruns);
      reporter.notice("pulled     " + run);
      return LocalRun.find(run.toString(), mlruns);
    }
  }
}
