package org.spotrl.studies.sweep.slurm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.studies.study.RunProgress;
import org.spotrl.studies.study.StudyPlan;
import org.spotrl.studies.study.StudyRecord;
import org.spotrl.studies.sweep.SweepState;

/**
 * The last job array of a study. Task i trains the run whose key is in line i of {@code
 * slurm/keys.txt}, in the artifacts of the study.
 *
 * @param slurm the commands
 * @param job the array's id
 * @param keys the keys of its runs, by the index of the task
 */
public record SlurmArray(Slurm slurm, String job, List<String> keys) {

  private static final String FOLDER = "slurm/";
  private static final String KEYS = FOLDER + "keys.txt";
  private static final String SCRIPT = FOLDER + "job.sh";
  private static final String JOB = FOLDER + "job.txt";
  private static final String MESSAGES = FOLDER + "messages.log";

  /** Options of {@code sbatch} that would separate the tasks from the study. */
  private static final Pattern OWN_OPTION =
      Pattern.compile("(--array|--wrap|--clusters?)(=.*)?|-[aM].*");

  /** Copies the list. */
  public SlurmArray {
    keys = List.copyOf(keys);
  }

  /**
   * How the array is submitted.
   *
   * @param jobs number of tasks at a time; 0: all
   * @param threads CPUs of each task
   * @param slurmOptions further options of {@code sbatch}
   * @param taskOptions further options of {@code spot sweep-task}
   */
  public record Options(
      int jobs, int threads, List<String> slurmOptions, List<String> taskOptions) {

    /**
     * Copies the lists.
     *
     * @throws SpotInputException if an option would change which runs the tasks train
     */
    public Options {
      slurmOptions = List.copyOf(slurmOptions);
      taskOptions = List.copyOf(taskOptions);
      for (String option : slurmOptions) {
        if (OWN_OPTION.matcher(option).matches()) {
          throw new SpotInputException(
              "--slurm '%s': spot sets the array itself; remove this option. --jobs limits how many tasks run at a time, and a job goes to the cluster on which it is submitted"
                  .formatted(option));
        }
      }
    }
  }

  /** The last array of a study; empty if none was submitted. */
  public static Optional<SlurmArray> find(Path artifacts, Slurm slurm) {
    Path job = artifacts.resolve(JOB);
    if (!Files.exists(job)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SlurmArray(
              slurm,
              Files.readString(job).strip(),
              Files.readAllLines(artifacts.resolve(KEYS), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new SpotRunException(
          "%s cannot be read: %s".formatted(artifacts.resolve(FOLDER), e), e);
    }
  }

  /**
   * Submits runs of a study, in the order given. If the cluster allows fewer tasks in an array, it
   * submits the first ones.
   *
   * @throws SpotInputException if Slurm refuses the job
   */
  public static SlurmArray submit(
      String study,
      StudyRecord record,
      List<StudyPlan.PlannedRun> runs,
      Slurm slurm,
      Options options) {
    List<String> keys =
        runs.stream().limit(slurm.largestArray()).map(StudyPlan.PlannedRun::key).toList();
    Path artifacts = record.files().artifacts().toAbsolutePath().normalize();
    record.run().text(KEYS, String.join("\n", keys) + "\n");
    record.run().text(SCRIPT, script(artifacts, options));
    List<String> arguments = new ArrayList<>();
    String last = Integer.toString(keys.size() - 1);
    arguments.add("--array=0-" + last + (options.jobs > 0 ? "%" + options.jobs : ""));
    arguments.add("--job-name=" + study);
    arguments.add("--cpus-per-task=" + options.threads);
    // Slurm replaces % and a following letter in this name.
    arguments.add("--output=" + artifacts.resolve(MESSAGES).toString().replace("%", "%%"));
    // Last, so that the user's options replace those above.
    arguments.addAll(options.slurmOptions);
    arguments.add(artifacts.resolve(SCRIPT).toString());
    String job = slurm.submit(arguments);
    record.run().text(JOB, job + "\n");
    return new SlurmArray(slurm, job, keys);
  }

  /** The script of the job. */
  static String script(Path artifacts, Options options) {
    Path command =
        SpotCommand.path()
            .orElseThrow(
                () ->
                    new SpotInputException(
                        "--on slurm needs the start script 'spot', because each task runs it; start this command with it"));
    String words = String.join(" ", options.taskOptions.stream().map(SpotCommand::quoted).toList());
    return template()
        .replace(
            "@RECORD@", SpotCommand.quoted(artifacts.resolveSibling("").normalize().toString()))
        .replace("@FOLDER@", SpotCommand.quoted(Path.of("").toAbsolutePath().toString()))
        .replace("@COMMAND@", SpotCommand.quoted(command.toString()))
        .replace(" @OPTIONS@", words.isEmpty() ? "" : " " + words);
  }

  private static String template() {
    try (InputStream in = SlurmArray.class.getResourceAsStream("job.sh")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new SpotRunException("the template of the job script cannot be read: " + e, e);
    }
  }

  /** The tasks that Slurm still knows, by the key of their runs. */
  public Map<String, SlurmTask> tasks() {
    Map<String, SlurmTask> byKey = new LinkedHashMap<>();
    slurm
        .tasks(job)
        .forEach(
            (index, task) -> {
              if (index < keys.size()) {
                byKey.put(keys.get(index), task);
              }
            });
    return byKey;
  }

  /**
   * Refuses to go on while a task is queued or runs.
   *
   * @throws SpotInputException if one is
   */
  public void requireEnded(String study) {
    long active = tasks().values().stream().filter(SlurmTask::isActive).count();
    if (active > 0) {
      throw new SpotInputException(
          "Slurm job %s still trains the study '%s': %d of its tasks are queued or running; wait until it ends, or cancel it with: scancel %s"
              .formatted(job, study, active, job));
    }
  }

  /** The recorded state of the study, corrected by what Slurm says of the tasks. */
  public static SweepState combine(SweepState recorded, Map<String, SlurmTask> tasks) {
    List<SweepState.State> states = new ArrayList<>();
    for (SweepState.State state : recorded.runs()) {
      SlurmTask task = tasks.get(state.run().key());
      boolean done = state.progress() == RunProgress.FINISHED;
      states.add(task == null || done ? state : combine(state, task));
    }
    return new SweepState(recorded.plan(), states, recorded.secondsLeft());
  }

  private static SweepState.State combine(SweepState.State state, SlurmTask task) {
    if (task.isPending()) {
      boolean begun = state.progress() == RunProgress.STOPPED;
      return state.with(begun ? RunProgress.STOPPED : RunProgress.PENDING, "");
    }
    if (task.isActive()) {
      return state.with(RunProgress.RUNNING, "");
    }
    // A run that has begun resumes from its checkpoint.
    return task.hasFailed() && state.progress() == RunProgress.PENDING
        ? state.with(RunProgress.FAILED, "Slurm: " + task.text())
        : state;
  }
}
