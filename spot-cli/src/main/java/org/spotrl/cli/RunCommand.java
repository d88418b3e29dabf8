package org.spotrl.cli;

import com.google.inject.Injector;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.run.ExperimentRunner;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.RunReporter;
import org.spotrl.experiments.run.RunSummary;
import org.spotrl.experiments.run.StopSignal;
import org.spotrl.experiments.run.Trackers;
import org.spotrl.experiments.wiring.SpotInjector;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.Runs;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.server.TrackingServer;
import org.spotrl.mlflow.sync.RunPull;
import org.spotrl.studies.comparison.RunFinder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains, evaluates and tracks the experiments of one or more files. */
@Command(
    name = "run",
    description = "Runs experiments: gets the data, trains, evaluates, tracks.",
    footer = {
      "",
      "Examples:",
      "  spot run experiments/quickstart.yaml",
      "  spot run experiments/quickstart.yaml --seeds 0-4",
      "  spot run experiments/quickstart.yaml --set algorithm.regularizer.lambda=0.1",
      "  spot run --from spot-maze2d-umaze-s0 --set algorithm.updates=40000",
      "",
      "Ctrl-C saves a checkpoint and prints the command that resumes the run."
    })
final class RunCommand extends BaseCommand {

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Experiment files (YAML).")
  private List<Path> files = List.of();

  @Option(
      names = "--from",
      paramLabel = "RUN",
      description = {
        "In place of FILE: a recorded run, by id, name or folder. A new run with its settings"
            + " continues from its last checkpoint, for example longer:"
            + " --set algorithm.updates=40000."
      })
  private String from = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a setting, for example algorithm.discount=0.995; may be repeated.")
  private List<String> overrides = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "SEEDS",
      description = "Runs once per seed: a list and ranges, for example 0-4 or 1,3,7.")
  private String seeds = "";

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  @Override
  public Integer call() {
    if (files.isEmpty() == from.isEmpty()) {
      throw misuse("give the experiment files to run, or by --from the run to continue, not both");
    }
    Injector injector = SpotInjector.create(runtime.mujoco());
    ConfigLoader loader = injector.getInstance(ConfigLoader.class);
    ExperimentRunner runner = injector.getInstance(ExperimentRunner.class);
    RunSeries series = new RunSeries(out(), err(), experiments.size());
    StopSignal stop = InterruptGuard.stop();
    Map<String, Supplier<RunSummary>> runs =
        from.isEmpty()
            ? starts(loader, runner, series.reporter(), stop)
            : forks(loader, runner, series.reporter(), stop);
    for (Map.Entry<String, Supplier<RunSummary>> run : runs.entrySet()) {
      if (stop.isRequested()) {
        break;
      }
      series.add(run.getKey(), run.getValue());
    }
    return series.close();
  }

  /** The runs of the files by their names in the summary; all files are checked first. */
  private Map<String, Supplier<RunSummary>> starts(
      ConfigLoader loader, ExperimentRunner runner, RunReporter reporter, StopSignal stop) {
    Map<String, Supplier<RunSummary>> runs = new LinkedHashMap<>();
    for (Path file : files) {
      for (List<String> seed : SeedList.overrides(seeds)) {
        LoadedExperiment experiment = loader.load(file, with(overrides, seed));
        runs.put(
            "%d. %s, seed %d".formatted(runs.size() + 1, file, experiment.config().seed()),
            () -> runner.start(experiment, reporter, stop));
      }
    }
    return runs;
  }

  /** The runs that continue from another one. */
  private Map<String, Supplier<RunSummary>> forks(
      ConfigLoader loader, ExperimentRunner runner, RunReporter reporter, StopSignal stop) {
    LocalRun parent = parent(reporter);
    Map<String, Supplier<RunSummary>> runs = new LinkedHashMap<>();
    for (List<String> seed : SeedList.overrides(seeds)) {
      // The name belongs to the parent.
      List<String> all = with(with(List.of("name=''"), overrides), seed);
      LoadedExperiment experiment = loader.loadRecorded(parent.config(), all);
      runs.put(
          "%d. from %s, seed %d".formatted(runs.size() + 1, from, experiment.config().seed()),
          () -> runner.fork(experiment, parent, reporter, stop));
    }
    return runs;
  }

  /** The run to continue; one of a server is downloaded first. */
  private LocalRun parent(RunReporter reporter) {
    Trackers trackers = new Trackers();
    try (Runs runs = trackers.runs("--from", "", err()::println)) {
      RunView found = RunFinder.find(from, runs);
      if (found instanceof RecordedRun recorded) {
        return LocalRun.find(recorded.folder().toString(), Path.of(LocalRun.DEFAULT_ROOT));
      }
      try (TrackingServer server = trackers.connect(trackers.server(), reporter::notice)) {
        Path folder =
            new RunPull(server, reporter).pull(found.id(), Path.of(LocalRun.DEFAULT_ROOT));
        reporter.notice("pulled     " + folder);
        return LocalRun.find(folder.toString(), Path.of(LocalRun.DEFAULT_ROOT));
      }
    }
  }

  private static List<String> with(List<String> first, List<String> second) {
    return Stream.of(first, second).flatMap(List::stream).toList();
  }
}
