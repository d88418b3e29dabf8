package org.spotrl.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.run.ExperimentRunner;
import org.spotrl.experiments.run.StopSignal;
import org.spotrl.experiments.wiring.SpotInjector;
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
      "",
      "Ctrl-C saves a checkpoint and prints the command that resumes the run."
    })
final class RunCommand extends BaseCommand {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Experiment files (YAML).")
  private List<Path> files = List.of();

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

  @Mixin private DensityOptions densities = new DensityOptions();

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  @Override
  public Integer call() {
    var injector = SpotInjector.create(runtime.mujoco());
    ConfigLoader loader = injector.getInstance(ConfigLoader.class);
    List<LoadedExperiment> experiments = new ArrayList<>();
    for (Path file : files) {
      for (List<String> seedOverride : SeedList.overrides(seeds)) {
        List<String> all = new ArrayList<>(overrides);
        all.addAll(seedOverride);
        experiments.add(loader.load(file, all));
      }
    }
    ExperimentRunner runner = injector.getInstance(ExperimentRunner.class);
    densities.apply(runner);
    RunSeries series = new RunSeries(out(), err());
    StopSignal stop = InterruptGuard.stop();
    for (LoadedExperiment experiment : experiments) {
      if (stop.isRequested()) {
        break;
      }
      series.add(() -> runner.start(experiment, series.reporter(), stop));
    }
    return series.close();
  }
}
