package org.spotrl.cli;

import com.google.inject.Injector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.run.ExperimentRunner;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.Preflight;
import org.spotrl.experiments.run.RunReporter;
import org.spotrl.experiments.run.StopSignal;
import org.spotrl.experiments.wiring.SpotInjector;
import org.spotrl.studies.study.SeedList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the experiments of one or more files. */
@Command(
    name = "run",
    description = "Runs experiments: loads data, trains, evaluates, tracks.",
    footer = {
      "",
      "Examples:",
      "  spot run experiments/quickstart.yaml --seeds 0-4",
      "  spot run experiments/quickstart.yaml --set lambda=0.1 --dry-run",
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
      description =
          "Instead of FILE: continues this run's last checkpoint as a new run, longer or with other settings.")
  private String from = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a setting; may be repeated. KEY may be shortened: lambda=0.1.")
  private List<String> overrides = List.of();

  @Option(names = "--seeds", paramLabel = "SEEDS", description = "One run per seed: 0-4, or 1,3,7.")
  private String seeds = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the run; several seeds add -s and the seed.")
  private String name = "";

  @Option(names = "--dry-run", description = "Checks everything and prints what would run.")
  private boolean dryRun;

  @Option(names = "--quiet", description = "Prints only results and warnings.")
  private boolean quiet;

  @Mixin private RunsLocation place = new RunsLocation();

  @Mixin private CacheOptions caches = new CacheOptions();

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  @Override
  public Integer call() {
    if (files.isEmpty() == from.isEmpty()) {
      throw misuse(
          "give the experiment files to run, or --from with the run to continue, not both");
    }
    if (from.isEmpty() && place.isGiven()) {
      throw misuse(
          "--in is where the run of --from is; to record elsewhere: --set tracking.uri=FOLDER");
    }
    Injector injector = SpotInjector.create(runtime.mujoco(), runtime.dataDir());
    Preflight preflight = injector.getInstance(Preflight.class);
    ExperimentFiles loader =
        new ExperimentFiles(injector, dryRun ? preflight::check : preflight::checkSettings, err());
    Optional<LocalRun> parent =
        from.isEmpty()
            ? Optional.empty()
            : Optional.of(place.findOrPull(from, null, ConsoleReporter.quiet(err())));
    Map<String, LoadedExperiment> experiments = experiments(loader, parent);
    if (dryRun) {
      experiments.values().forEach(experiment -> print(preflight.summary(experiment)));
      out().println(Format.runs(experiments.size()) + "; dry run, nothing was started");
      return 0;
    }
    ExperimentRunner runner = injector.getInstance(ExperimentRunner.class);
    caches.apply(runner);
    RunSeries series = new RunSeries(out(), err(), experiments.size(), quiet);
    RunReporter reporter = series.reporter();
    StopSignal stop = InterruptGuard.stop();
    for (Map.Entry<String, LoadedExperiment> run : experiments.entrySet()) {
      if (stop.isRequested()) {
        break;
      }
      LoadedExperiment experiment = run.getValue();
      series.add(
          run.getKey(),
          () ->
              parent.isEmpty()
                  ? runner.start(experiment, reporter, stop)
                  : runner.fork(experiment, parent.get(), reporter, stop));
    }
    return series.close();
  }

  /** The checked runs, one for each file and seed, by their name in the summary. */
  private Map<String, LoadedExperiment> experiments(
      ExperimentFiles loader, Optional<LocalRun> parent) {
    if (!name.isBlank() && files.size() > 1) {
      throw misuse("--name is for the run of one file, but there are " + files.size() + " files");
    }
    List<List<String>> runs = new ArrayList<>();
    List<List<String>> seedOverrides =
        seeds.isBlank()
            ? List.of(List.of())
            : SeedList.parse("--seeds", seeds).stream()
                .map(seed -> List.of("seed=" + seed))
                .toList();
    seedOverrides.forEach(seed -> runs.add(overrides(seed, seedOverrides.size() > 1)));
    Map<String, LoadedExperiment> experiments = new LinkedHashMap<>();
    for (List<String> run : runs) {
      // Without the parent's name.
      List<String> all = new ArrayList<>(List.of("name=''"));
      all.addAll(run);
      parent
          .flatMap(recorded -> loader.loadRecorded(recorded, all))
          .ifPresent(experiment -> add(experiments, "from " + from, experiment));
    }
    for (Path file : files) {
      for (List<String> run : runs) {
        loader
            .load(file, run)
            .ifPresent(experiment -> add(experiments, file.toString(), experiment));
      }
    }
    loader.throwIfAny();
    return experiments;
  }

  private static void add(
      Map<String, LoadedExperiment> experiments, String source, LoadedExperiment experiment) {
    int number = experiments.size() + 1;
    long seed = experiment.config().seed();
    experiments.put("%d. %s, seed %d".formatted(number, source, seed), experiment);
  }

  /** The overrides of one run, with its seed and name. */
  private List<String> overrides(List<String> seed, boolean several) {
    List<String> all = new ArrayList<>(overrides);
    all.addAll(seed);
    if (!name.isBlank()) {
      String number = several ? String.join("", seed).replace("seed=", "-s") : "";
      all.add("name=" + name.strip() + number);
    }
    return all;
  }

  private void print(Map<String, String> summary) {
    summary.forEach((what, value) -> out().printf("%-12s %s%n", what, value));
    out().println();
  }
}
