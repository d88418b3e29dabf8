package org.spotrl.cli;

import com.google.inject.Injector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.run.ExperimentRunner;
import org.spotrl.experiments.run.RunSummary;
import org.spotrl.experiments.run.StopSignal;
import org.spotrl.experiments.wiring.SpotInjector;
import org.spotrl.studies.sweep.RunEvents;
import org.spotrl.studies.sweep.StudyTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one run of a study; {@code spot sweep} and Slurm start it. */
@Command(
    name = "sweep-task",
    hidden = true,
    description = "Runs one run of a recorded study; 'spot sweep' starts it.")
final class SweepTaskCommand extends BaseCommand {

  /** As a shell reports a process that ended by SIGTERM, so that a scheduler starts it again. */
  private static final int STOPPED = 143;

  @Parameters(index = "0", paramLabel = "FOLDER", description = "Folder of the study's own run.")
  private Path folder = Path.of("");

  @Parameters(index = "1", paramLabel = "KEY", description = "Key of the run in the study's plan.")
  private String key = "";

  @Option(names = "--watch-input", description = "Stops when the standard input ends.")
  private boolean watchInput;

  @Mixin private CacheOptions caches = new CacheOptions();

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  @Override
  public Integer call() {
    StopSignal stop = InterruptGuard.stop();
    if (watchInput) {
      watch(stop);
    }
    Injector injector = SpotInjector.create(runtime.mujoco(), runtime.dataDir());
    ExperimentRunner runner = injector.getInstance(ExperimentRunner.class);
    caches.applyBesideOthers(runner);
    Optional<RunSummary> summary =
        new StudyTask(runner, injector.getInstance(ConfigLoader.class))
            .run(folder, key, new RunEvents(out()), stop);
    boolean stopped = summary.filter(run -> run.status() == RunStatus.KILLED).isPresent();
    return stopped ? STOPPED : 0;
  }

  /** The sweep's end closes the input, also if it is killed. */
  private static void watch(StopSignal stop) {
    Thread watcher =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Nothing is sent.
                }
              } catch (IOException e) {
                // The same as its end.
                stop.request();
                return;
              }
              stop.request();
            },
            "end of the sweep");
    watcher.setDaemon(true);
    watcher.start();
  }
}
