package org.spotrl.cli;

import com.google.inject.Injector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.experiments.config.Settings;
import org.spotrl.experiments.run.RunReporter;
import org.spotrl.experiments.run.StopSignal;
import org.spotrl.experiments.run.Trackers;
import org.spotrl.experiments.run.TrackingPlace;
import org.spotrl.experiments.wiring.SpotInjector;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.studies.study.RecordedStudy;
import org.spotrl.studies.study.RunProgress;
import org.spotrl.studies.study.Study;
import org.spotrl.studies.study.StudyLoader;
import org.spotrl.studies.study.StudyPlan;
import org.spotrl.studies.study.StudyRecord;
import org.spotrl.studies.sweep.Sweep;
import org.spotrl.studies.sweep.SweepEstimate;
import org.spotrl.studies.sweep.SweepState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a study in several processes, and continues it. */
@Command(
    name = "sweep",
    description = "Runs a study: every arm, data set and seed, several at a time.",
    footer = {
      "",
      "Examples:",
      "  spot sweep experiments/studies/quick.yaml",
      "  spot sweep experiments/quickstart.yaml --set lambda=0.1,0.5,1 --seeds 0-4",
      "",
      "The same command continues a study after Ctrl-C or a crash, and extends it",
      "if the file has more arms, data sets or seeds."
    })
final class SweepCommand extends BaseCommand {

  @Parameters(paramLabel = "STUDY", description = "Study file, or an experiment file with --set.")
  private Path file = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUES",
      description = "One value for all runs, or a grid: lambda=0.1,0.5. May be repeated.")
  private List<String> overrides = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "SEEDS",
      description = "Seeds, in place of the file's: 0-4, or 1,3,7.")
  private String seeds = "";

  @Option(names = "--name", paramLabel = "NAME", description = "Records it under another name.")
  private String name = "";

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Processes at a time (default: cores / intra_op_threads).")
  private int jobs;

  @Option(names = "--retry-failed", description = "Runs the failed runs again.")
  private boolean retryFailed;

  @Option(names = "--status", description = "Prints how far the study is, and runs nothing.")
  private boolean status;

  @Option(names = "--dry-run", description = "Prints the runs and an estimate of time and disk.")
  private boolean dryRun;

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  @Override
  public Integer call() {
    Injector injector = SpotInjector.create(runtime.mujoco(), runtime.dataDir());
    Study study = study(injector.getInstance(StudyLoader.class));
    Trackers trackers = injector.getInstance(Trackers.class);
    TrackingPlace place = trackers.place(study.tracking());
    FolderRuns runs = new FolderRuns(place.folder());
    int processes = processes(study);
    if (dryRun) {
      return dryRun(study, runs, processes);
    }
    if (status) {
      RecordedStudy recorded = RecordedStudy.get(runs, study.name());
      return end(Sweep.state(recorded, logs(recorded)));
    }
    SweepView view = new SweepView(out(), Boolean.getBoolean("spot.terminal"));
    StopSignal stop = InterruptGuard.stop();
    RunReporter reporter = ConsoleReporter.quiet(err());
    Tracker tracker = trackers.tracker(place, reporter, stop, reporter::copied);
    SweepState last;
    try (StudyRecord record = StudyRecord.open(study, runs, tracker)) {
      RecordedStudy recorded = RecordedStudy.get(runs, study.name());
      out()
          .printf(
              "study %s: %s, %d at a time; log of each run: %s%n%n",
              study.name(), Format.runs(study.runs().size()), processes, record.logs());
      last = Sweep.of(recorded, record, processes, retryFailed, taskOptions()).run(stop, view);
      if (last.isFinished()) {
        record.finished();
      }
    }
    return end(last);
  }

  private Study study(StudyLoader loader) {
    List<String> grid = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (String override : overrides) {
      String value = override.substring(override.indexOf('=') + 1).strip();
      boolean alternatives = value.replaceAll("\\[[^]]*]|\\{[^}]*}|'[^']*'", "").contains(",");
      if (alternatives) {
        grid.add(override.substring(0, override.indexOf('=') + 1) + "[" + value + "]");
      } else {
        all.add(override);
      }
    }
    return loader.load(
        file, new StudyLoader.Changes(name, seeds, Settings.of(all), Settings.of(grid)));
  }

  private int processes(Study study) {
    if (jobs < 0) {
      requirePositive("--jobs", jobs);
    }
    int threads =
        study.runs().stream()
            .mapToInt(run -> run.experiment().config().execution().intraOpThreads())
            .max()
            .orElse(1);
    int most = Math.max(1, Runtime.getRuntime().availableProcessors() / Math.max(1, threads));
    return Math.min(jobs == 0 ? most : jobs, study.runs().size());
  }

  private List<String> taskOptions() {
    List<String> options = new ArrayList<>();
    runtime.mujoco().ifPresent(path -> options.addAll(List.of("--mujoco", path.toString())));
    runtime.dataDir().ifPresent(path -> options.addAll(List.of("--data-dir", path.toString())));
    return options;
  }

  private static Path logs(RecordedStudy recorded) {
    return ((RecordedRun) recorded.record()).artifacts().resolve("logs");
  }

  private int dryRun(Study study, FolderRuns runs, int processes) {
    StudyPlan plan = StudyPlan.of(study);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("arm", "data set", "configuration", "seeds"));
    plan.runs().stream()
        .collect(
            Collectors.groupingBy(
                run -> List.of(run.arm(), run.dataset(), run.configuration()),
                LinkedHashMap::new,
                Collectors.mapping(run -> Long.toString(run.seed()), Collectors.joining(" "))))
        .forEach((key, of) -> rows.add(List.of(key.get(0), key.get(1), key.get(2), of)));
    Table.TEXT.lines(rows, rows.get(0).size()).forEach(out()::println);
    out().println();
    SweepEstimate.of(study, runs, processes).lines().forEach(out()::println);
    out().println(Format.runs(plan.runs().size()) + "; dry run, nothing was started");
    return 0;
  }

  /** Prints the table, the failures and the next commands. */
  private int end(SweepState state) {
    out().println();
    SweepView.table(state, TerminalWidth.STANDARD).forEach(out()::println);
    List<SweepState.State> failed =
        state.runs().stream().filter(run -> run.progress() == RunProgress.FAILED).toList();
    if (!failed.isEmpty()) {
      err().println();
      err().println(Format.runs(failed.size()) + " failed; run them again with --retry-failed:");
      failed.forEach(run -> err().println("  " + run.run().name() + ": " + run.reason()));
    }
    out().println();
    if (!state.isFinished() && failed.isEmpty()) {
      out().println("continue with the same command");
    }
    out().println("compare: " + SpotCommand.line("report", state.plan().study()));
    return state.isFinished() ? 0 : 1;
  }
}
