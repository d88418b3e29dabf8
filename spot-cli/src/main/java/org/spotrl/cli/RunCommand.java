package org.spotrl.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.run.ExperimentRunner;
import org.spotrl.experiments.run.Preflight;
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
      "  spot run experiments/quickstart.yaml --set lambda=0.1 --dry-run",
      "",
      "Ctrl-C saves a checkpoint and prints the command that resumes the run."
    })
final class RunCommand extends BaseCommand {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Experiment files (YAML).")
  private List<Path> files = List.of();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a setting; may be repeated. lambda=0.1 is enough where clear.")
  private List<String> overrides = List.of();

  @Option(names = "--seeds", paramLabel = "SEEDS", description = "One run per seed: 0-4, or 1,3,7.")
  private String seeds = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the run; several seeds add -s and the seed.")
  private String name = "";

  @Option(names = "--dry-run", description = "Checks everything, prints what would run, and ends.")
  private boolean dryRun;

  @Option(names = "--quiet", description = "Shows results and warnings only.")
  private boolean quiet;

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  @Override
  public Integer call() {
    var injector = SpotInjector.create(runtime.mujoco());
    List<LoadedExperiment> experiments = experiments(new ExperimentFiles(injector, err()));
    if (dryRun) {
      Preflight preflight = injector.getInstance(Preflight.class);
      experiments.forEach(experiment -> print(preflight.summary(experiment)));
      out().println(Format.runs(experiments.size()) + "; nothing was run");
      return 0;
    }
    ExperimentRunner runner = injector.getInstance(ExperimentRunner.class);
    RunSeries series = new RunSeries(out(), err(), quiet);
    StopSignal stop = InterruptGuard.stop();
    for (LoadedExperiment experiment : experiments) {
      if (stop.isRequested()) {
        break;
      }
      series.add(() -> runner.start(experiment, series.reporter(), stop));
    }
    return series.close();
  }

  /** A run for each file and seed, all of them checked before the first one begins. */
  private List<LoadedExperiment> experiments(ExperimentFiles loader) {
    if (!name.isBlank() && files.size() > 1) {
      throw misuse("--name names the run of one file, but there are " + files.size() + " files");
    }
    List<List<String>> seedOverrides = SeedList.overrides(seeds);
    List<LoadedExperiment> experiments = new ArrayList<>();
    for (Path file : files) {
      for (List<String> seed : seedOverrides) {
        List<String> all = new ArrayList<>(overrides);
        all.addAll(seed);
        if (!name.isBlank()) {
          String number = String.join("", seed).replace("seed=", "-s");
          all.add("name=" + name.strip() + (seedOverrides.size() > 1 ? number : ""));
        }
        experiments.addAll(loader.load(file, all));
      }
    }
    loader.throwIfAny();
    return experiments;
  }

  private void print(Map<String, String> summary) {
    summary.forEach((what, value) -> out().printf("%-12s %s%n", what, value));
    out().println();
  }
}
