package org.spotrl.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.spotrl.experiments.run.ExperimentRunner;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.wiring.SpotInjector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Resumes a stopped or killed run, also on another machine. */
@Command(
    name = "resume",
    description = {
      "Resumes a stopped run from its last checkpoint.",
      "The result has the same bits as an uninterrupted run."
    },
    footer = {
      "",
      "Examples:",
      "  spot resume 0f3a",
      "  spot resume spot-maze2d-umaze-s0 --in http://localhost:5000",
      "",
      "If only a server has the run, its files are downloaded first. The run is then",
      "recorded on the server of --in, its tracking.uri or MLFLOW_TRACKING_URI."
    })
final class ResumeCommand extends BaseCommand {

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

  @Mixin private CacheOptions caches = new CacheOptions();

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  @Override
  public Integer call() {
    RunSeries series = new RunSeries(out(), err(), 1, false);
    LocalRun folder = place.findOrPull(run, destination, series.reporter());
    if (folder.isFinished()) {
      out().println("run " + folder.id() + " is finished; there is nothing to resume");
      return 0;
    }
    ExperimentRunner runner =
        SpotInjector.create(runtime.mujoco(), runtime.dataDir())
            .getInstance(ExperimentRunner.class);
    caches.apply(runner);
    String server = place.isGiven() ? place.place().server().orElse("") : "";
    series.add(
        folder.id(), () -> runner.resume(folder, server, series.reporter(), InterruptGuard.stop()));
    return series.close();
  }
}
