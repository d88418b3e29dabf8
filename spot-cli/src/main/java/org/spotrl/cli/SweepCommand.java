package org.spotrl.cli;

import com.google.inject.Injector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.text.StringTokenizer;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.experiments.config.Settings;
import org.spotrl.experiments.run.RunReporter;
import org.spotrl.experiments.run.StopSignal;
import org.spotrl.experiments.run.Trackers;
import org.spotrl.experiments.run.TrackingPlace;
import org.spotrl.experiments.wiring.SpotInjector;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.studies.study.RecordedStudy;
import org.spotrl.studies.study.RunProgress;
import org.spotrl.studies.study.Study;
import org.spotrl.studies.study.StudyLoader;
import org.spotrl.studies.study.StudyPlan;
import org.spotrl.studies.study.StudyRecord;
import org.spotrl.studies.study.StudyRun;
import org.spotrl.studies.sweep.Sweep;
import org.spotrl.studies.sweep.SweepEstimate;
import org.spotrl.studies.sweep.SweepState;
import org.spotrl.studies.sweep.slurm.Slurm;
import org.spotrl.studies.sweep.slurm.SlurmArray;
import org.spotrl.studies.sweep.slurm.SlurmTask;
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

  /** Where a study can run, besides this machine. */
  enum Cluster {
    SLURM,
    KUBERNETES
  }

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
      description = "Processes at a time (default: cores / intra_op_threads; on slurm: all).")
  private int jobs;

  @Option(
      names = "--on",
      paramLabel = "CLUSTER",
      description = "slurm: submits the runs. kubernetes: lists them.")
  private @Nullable Cluster cluster;

  @Option(
      names = "--slurm",
      paramLabel = "OPTIONS",
      description = "Options of sbatch: \"--partition=gpu --time=240\".")
  private List<String> slurmOptions = List.of();

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
    Slurm slurm = new Slurm();
    ClusterSweep onCluster = new ClusterSweep(slurm, out());
    if (status) {
      RecordedStudy recorded = RecordedStudy.get(runs, study.name());
      SweepState state = Sweep.state(recorded, artifacts(recorded).resolve("logs"));
      Map<String, SlurmTask> tasks = onCluster.tasks(artifacts(recorded), state);
      boolean active = tasks.values().stream().anyMatch(SlurmTask::isActive);
      return end(SlurmArray.combine(state, tasks), !active);
    }
    if (cluster == Cluster.SLURM) {
      slurm.requireInstalled();
    }
    SlurmArray.Options options =
        new SlurmArray.Options(jobs, threads(study), sbatchOptions(), taskOptions());
    RecordedStudy.find(runs, study.name())
        .ifPresent(earlier -> onCluster.requireEnded(artifacts(earlier), study.name()));
    StopSignal stop = InterruptGuard.stop();
    RunReporter reporter = ConsoleReporter.quiet(err());
    Tracker tracker = trackers.tracker(place, reporter, stop, reporter::copied);
    try (StudyRecord record = StudyRecord.open(study, runs, tracker)) {
      RecordedStudy recorded = RecordedStudy.get(runs, study.name());
      if (cluster == null) {
        return sweep(recorded, record, processes, stop);
      }
      SweepState state = Sweep.state(recorded, record.logs());
      List<StudyPlan.PlannedRun> unfinished = state.unfinished(retryFailed);
      if (unfinished.isEmpty()) {
        out().println("nothing to do on the cluster");
        return end(state, record);
      }
      if (cluster == Cluster.SLURM) {
        onCluster.submit(study.name(), record, unfinished, options, statusCommand(study));
      } else {
        onCluster.list(study.name(), record, unfinished);
      }
      return 0;
    }
  }

  private int sweep(RecordedStudy recorded, StudyRecord record, int processes, StopSignal stop) {
    String name = recorded.plan().study();
    int count = recorded.plan().runs().size();
    out()
        .printf(
            "study %s: %s, %d at a time; log of each run: %s%n%n",
            name, Format.runs(count), processes, record.logs());
    SweepView view = new SweepView(out(), Boolean.getBoolean("spot.terminal"));
    Sweep sweep = Sweep.of(recorded, record, processes, retryFailed, taskOptions());
    return end(sweep.run(stop, view), record);
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
    int most = Math.max(1, Runtime.getRuntime().availableProcessors() / threads(study));
    int standard = cluster == null ? most : study.runs().size();
    return Math.min(jobs == 0 ? standard : jobs, study.runs().size());
  }

  /** Threads of the process that has most. */
  private static int threads(Study study) {
    return study.runs().stream()
        .mapToInt(run -> run.experiment().config().execution().intraOpThreads())
        .reduce(1, Math::max);
  }

  /** The words of --slurm; a value with blanks is quoted. */
  private List<String> sbatchOptions() {
    if (!slurmOptions.isEmpty() && cluster != Cluster.SLURM) {
      throw misuse("--slurm has options of sbatch; use it with --on slurm");
    }
    return slurmOptions.stream()
        .flatMap(text -> new StringTokenizer(text, ' ', '\'').getTokenList().stream())
        .toList();
  }

  private String statusCommand(Study study) {
    List<String> words = new ArrayList<>(List.of("sweep", file.toString(), "--status"));
    if (!name.isEmpty()) {
      words.addAll(List.of("--name", study.name()));
    }
    return SpotCommand.line(words.toArray(String[]::new));
  }

  private List<String> taskOptions() {
    List<String> options = new ArrayList<>();
    runtime.mujoco().ifPresent(path -> options.addAll(List.of("--mujoco", path.toString())));
    runtime.dataDir().ifPresent(path -> options.addAll(List.of("--data-dir", path.toString())));
    return options;
  }

  private static Path artifacts(RecordedStudy recorded) {
    return ((RecordedRun) recorded.record()).artifacts();
  }

  private int dryRun(Study study, FolderRuns runs, int processes) {
    Map<String, RunView> recorded =
        StudyRecord.continued(study, runs).map(RecordedStudy::runs).orElse(Map.of());
    List<StudyRun> unfinished =
        study.runs().stream()
            .filter(run -> RunProgress.of(recorded.get(run.key())) != RunProgress.FINISHED)
            .toList();
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
    SweepEstimate.of(unfinished, runs, processes).lines().forEach(out()::println);
    int finished = plan.runs().size() - unfinished.size();
    out()
        .println(
            Format.runs(plan.runs().size())
                + (finished == 0 ? "" : Format.text(", %,d of them finished", finished))
                + "; dry run, nothing was started");
    return 0;
  }

  private int end(SweepState state, StudyRecord record) {
    if (state.isFinished()) {
      record.finished();
    }
    return end(state, true);
  }

  /**
   * Prints the table, the failures and the next commands.
   *
   * @param ended false if a cluster still works on the study
   */
  private int end(SweepState state, boolean ended) {
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
    if (ended && !state.isFinished() && failed.isEmpty()) {
      out().println("continue with the same command");
    }
    out().println("compare: " + SpotCommand.line("report", state.plan().study()));
    return state.isFinished() ? 0 : 1;
  }
}
