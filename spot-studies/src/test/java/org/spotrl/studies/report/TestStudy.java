package org.spotrl.studies.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.experiments.provenance.GitState;
import org.spotrl.experiments.provenance.Machine;
import org.spotrl.experiments.provenance.Provenance;
import org.spotrl.experiments.run.RunFingerprint;
import org.spotrl.mlflow.Runs;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.studies.study.RecordedStudy;
import org.spotrl.studies.study.Study;
import org.spotrl.studies.study.StudyPlan;
import org.spotrl.studies.study.StudyPlan.PlannedRun;

/** A study whose runs have given numbers, recorded in a real folder. */
public final class TestStudy {

  /** A time for reports. */
  public static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  private final String name;
  private final Tracker tracker;
  private final Path root;
  private final List<PlannedRun> planned = new ArrayList<>();
  private final Map<String, String> machines = new HashMap<>();

  /** A study with this name in a new tracking folder. */
  public TestStudy(String name, Path root) {
    this.name = name;
    this.root = root;
    this.tracker = new FolderTracker(root);
  }

  /** A run that is planned but not recorded. */
  public PlannedRun planned(String arm, String dataset, long seed) {
    String configuration =
        Integer.toHexString(arm.hashCode()) + Integer.toHexString(dataset.hashCode());
    PlannedRun run =
        new PlannedRun(
            configuration + "-s" + seed,
            configuration,
            arm,
            dataset,
            seed,
            "%s-%s-s%d".formatted(arm, dataset, seed));
    planned.add(run);
    return run;
  }

  /** A run that is being recorded; {@code data} is the name of its data. */
  public TrackedRun started(
      String arm, String dataset, long seed, String data, Map<String, String> settings) {
    PlannedRun run = planned(arm, dataset, seed);
    Map<String, String> parameters = new TreeMap<>(settings);
    parameters.put("seed", Long.toString(seed));
    parameters.put("tags." + Study.ARM, arm);
    TrackedRun tracked =
        tracker.start(
            new RunDescription(
                name,
                run.name().replaceAll("[^\\w.=+-]+", "-"),
                "",
                parameters,
                Map.of(
                    Study.NAME,
                    name,
                    Study.ARM,
                    arm,
                    "dataset",
                    data,
                    "seed",
                    Long.toString(seed),
                    "configuration",
                    run.configuration()),
                "test"));
    tracked.text(
        Provenance.FILE,
        new Provenance(
                new GitState("c0ffee0123456789", "main", "false"),
                GitState.NONE,
                Map.of("spot", "1.0", "tensorflow", "2.16"),
                Map.of(),
                Map.of(),
                new Machine("Linux", machines.getOrDefault(arm, "Xeon"), 8, 1),
                "")
            .toJson());
    tracked.text(
        RunFingerprint.FILE,
        "config %s\nseed %d\ndataset %s\n"
            .formatted(run.configuration(), seed, "d1" + Integer.toHexString(dataset.hashCode())));
    return tracked;
  }

  /** The processor of the following runs of an arm. */
  public void machine(String arm, String processor) {
    machines.put(arm, processor);
  }

  /** A finished run with a final score. */
  public void finished(
      String arm, String dataset, long seed, Map<String, String> settings, double score) {
    TrackedRun run = started(arm, dataset, seed, dataset, settings);
    run.metrics(500, Map.of("eval/normalized_score", score / 2));
    run.metrics(1000, Map.of("eval/normalized_score", score));
    run.metrics(0, Map.of(RunResult.SCORE, score));
    run.finish(RunStatus.FINISHED);
  }

  /** Records the study itself, with all runs so far. */
  public void record(String description, String reference) {
    StudyPlan plan =
        new StudyPlan(
            name,
            description,
            reference,
            planned.stream().map(PlannedRun::arm).distinct().toList(),
            planned.stream().map(PlannedRun::dataset).distinct().toList(),
            planned);
    TrackedRun run =
        tracker.start(
            new RunDescription(name, name, "", Map.of(), Map.of(RecordedStudy.TAG, name), "test"));
    run.text("study/study.yaml", "study: " + name + "\nbase: '<base>'\n");
    run.text(StudyPlan.FILE, plan.toJson());
    run.finish(RunStatus.FINISHED);
  }

  /** The recorded runs. */
  public Runs runs() {
    return new FolderRuns(root);
  }

  /** The report of the recorded study. */
  public StudyReport report() {
    return StudyReport.of(RecordedStudy.get(runs(), name), "mlruns", NOW);
  }
}
