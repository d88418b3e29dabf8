package org.spotrl.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.studies.study.StudyPlan;
import org.spotrl.studies.study.StudyRecord;
import org.spotrl.studies.sweep.SweepState;
import org.spotrl.studies.sweep.slurm.Slurm;
import org.spotrl.studies.sweep.slurm.SlurmArray;
import org.spotrl.studies.sweep.slurm.SlurmTask;

/** Hands the runs of a study to a cluster and shows what the cluster does with them. */
final class ClusterSweep {

  private static final String KUBERNETES_KEYS = "kubernetes/keys.txt";

  private final Slurm slurm;
  private final PrintWriter out;

  ClusterSweep(Slurm slurm, PrintWriter out) {
    this.slurm = slurm;
    this.out = out;
  }

  /**
   * Refuses to train a study while a Slurm array works on it.
   *
   * @throws SpotInputException if tasks are queued or run
   */
  void requireEnded(Path artifacts, String study) {
    // Where Slurm cannot be asked, the lock of each run keeps a second process away.
    if (slurm.isInstalled()) {
      SlurmArray.find(artifacts, slurm).ifPresent(array -> array.requireEnded(study));
    }
  }

  /** Submits the runs and prints how to watch them. */
  void submit(
      String study,
      StudyRecord record,
      List<StudyPlan.PlannedRun> runs,
      SlurmArray.Options options,
      String statusCommand) {
    Path logs = record.logs();
    SlurmArray array = SlurmArray.submit(study, record, runs, slurm, options);
    int submitted = array.keys().size();
    out.printf(
        "study %s: %s submitted as Slurm job %s; log of each run: %s%n",
        study, Format.runs(submitted), array.job(), logs);
    if (submitted < runs.size()) {
      out.printf(
          "the cluster allows arrays of %d tasks: submit the other %s with the same command when this job has ended%n",
          submitted, Format.runs(runs.size() - submitted));
    }
    out.println();
    out.println("watch:  " + statusCommand);
    out.println("        squeue --jobs=" + array.job());
    out.println("cancel: scancel " + array.job());
  }

  /** Lists the runs for an indexed job of Kubernetes. */
  void list(String study, StudyRecord record, List<StudyPlan.PlannedRun> runs) {
    String keys = runs.stream().map(run -> run.key() + "\n").collect(Collectors.joining());
    record.run().text(KUBERNETES_KEYS, keys);
    out.printf("study %s: %s listed; nothing was started%n%n", study, Format.runs(runs.size()));
    out.println("set these values in deploy/kubernetes/sweep-job.yaml:");
    out.println("  completions: " + runs.size());
    out.println("  STUDY: " + record.logs().resolve("../..").normalize());
  }

  /** The tasks of the last array by key, if there is one; prints those that are not done. */
  Map<String, SlurmTask> tasks(Path artifacts, SweepState recorded) {
    Optional<SlurmArray> found = SlurmArray.find(artifacts, slurm);
    if (found.isEmpty()) {
      return Map.of();
    }
    SlurmArray array = found.get();
    if (!slurm.isInstalled()) {
      out.printf(
          "Slurm job %s: not asked, as this machine has no Slurm; the table shows what is recorded%n",
          array.job());
      return Map.of();
    }
    Map<String, SlurmTask> tasks = array.tasks();
    Map<String, Long> counts =
        tasks.values().stream()
            .collect(Collectors.groupingBy(SlurmTask::text, TreeMap::new, Collectors.counting()));
    out.printf(
        "Slurm job %s: %s%n",
        array.job(),
        counts.isEmpty()
            ? "ended; Slurm does not list it any more"
            : counts.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", ")));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("  run", "task", "restarts", "state"));
    for (SweepState.State state : recorded.runs()) {
      SlurmTask task = tasks.get(state.run().key());
      if (task != null && !task.state().equals("COMPLETED")) {
        rows.add(
            List.of(
                "  " + state.run().name(),
                array.job() + "_" + task.index(),
                Integer.toString(task.restarts()),
                task.text()));
      }
    }
    if (rows.size() > 1) {
      Table.TEXT.lines(rows, 2).forEach(out::println);
    }
    return tasks;
  }
}
