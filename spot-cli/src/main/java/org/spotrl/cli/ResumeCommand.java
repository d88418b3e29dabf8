package org.spotrl.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.spotrl.experiments.run.ExperimentRunner;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.Trackers;
import org.spotrl.experiments.run.TrackingPlace;
import org.spotrl.experiments.wiring.SpotInjector;
import org.spotrl.mlflow.Runs;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.server.TrackingServer;
import org.spotrl.mlflow.sync.RunPull;
import org.spotrl.studies.comparison.RunFinder;
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
      "  spot resume 0f3a",
      "  spot resume spot-maze2d-umaze-s0 --in http://localhost:5000",
      "",
      "The files of a run that only a server has are downloaded first. The run is then",
      "recorded on the server that --in, its tracking.uri or MLFLOW_TRACKING_URI names."
    })
final class ResumeCommand extends BaseCommand {

  /** An id as spot and MLflow make them: it needs no search among all runs of a server. */
  private static final Pattern WHOLE_ID = Pattern.compile("[0-9a-f]{32}");

  @Parameters(
      paramLabel = "RUN",
      description = "Id of the run, its first characters, its name or its folder.")
  private String run = "";

  @Mixin private RunsLocation place = new RunsLocation();

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Folder for the files of a server's run (default: mlruns).")
  private @Nullable Path destination;

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  private final Trackers trackers = new Trackers();

  @Override
  public Integer call() {
    RunSeries series = new RunSeries(out(), err());
    LocalRun folder = findOrPull(series.reporter());
    if (folder.isFinished()) {
      out().println("run " + folder.id() + " is finished; there is nothing to resume");
      return 0;
    }
    ExperimentRunner runner =
        SpotInjector.create(runtime.mujoco()).getInstance(ExperimentRunner.class);
    String server = place.isGiven() ? place.place().server().orElse("") : "";
    series.add(() -> runner.resume(folder, server, series.reporter(), InterruptGuard.stop()));
    return series.close();
  }

  /** The run in the folder; if it is not there, that of the server, downloaded. */
  private LocalRun findOrPull(ConsoleReporter reporter) {
    TrackingPlace where = place.place();
    Path folder = destination == null ? where.folder() : destination;
    FolderRuns here = new FolderRuns(folder);
    if (where.server().isEmpty()) {
      return LocalRun.of((RecordedRun) RunFinder.find(run, here));
    }
    return RunFinder.search(run, here)
        .map(found -> LocalRun.of((RecordedRun) found))
        .orElseGet(() -> pull(where.server().get(), folder, reporter));
  }

  private LocalRun pull(String address, Path folder, ConsoleReporter reporter) {
    String id = run;
    if (!WHOLE_ID.matcher(run).matches()) {
      try (Runs runs = place.open(reporter::notice)) {
        id = RunFinder.find(run, runs).id();
      }
    }
    try (TrackingServer server = trackers.connect(address, reporter::notice)) {
      Path pulled = new RunPull(server, reporter).pull(id, folder);
      reporter.notice("pulled     " + pulled);
      return LocalRun.of(FolderRuns.at(pulled).get(0));
    }
  }
}
