package org.spotrl.studies.sweep.slurm;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.ExternalCommand;

/** Slurm's commands. */
public final class Slurm {

  /** Runs one of the commands. */
  interface Runner {

    /**
     * Runs it.
     *
     * @throws IOException if the program does not exist
     */
    ExternalCommand.Result run(List<String> line) throws IOException, InterruptedException;
  }

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Pattern JOB = Pattern.compile("(\\d+)(;.*)?");
  private static final Pattern QUEUED = Pattern.compile("(\\d+) +(\\w+) +(\\d+) *(.*)");
  private static final Pattern RECORDED = Pattern.compile("\\d+_(\\d+)\\|(\\w+)[^|]*\\|(.*)");
  private static final Pattern ARRAY_SIZE = Pattern.compile("MaxArraySize\\s*=\\s*(\\d+)");
  private static final String UNKNOWN_JOB = "Invalid job id";
  private static final String NO_EXIT_CODE = "0:0";

  private final Runner runner;

  /** The commands on the PATH. */
  public Slurm() {
    this(line -> new ExternalCommand(line).run(LIMIT, text -> {}));
  }

  Slurm(Runner runner) {
    this.runner = runner;
  }

  /** True if this machine has Slurm's commands. */
  public boolean isInstalled() {
    try {
      return runner.run(List.of("sbatch", "--version")).succeeded();
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Checks that this machine has Slurm's commands.
   *
   * @throws SpotInputException if it has not
   */
  public void requireInstalled() {
    checked("sbatch", "--version");
  }

  /**
   * Submits a job.
   *
   * @param arguments options of {@code sbatch} and the script
   * @return the job's id
   * @throws SpotInputException if Slurm refuses it
   */
  String submit(List<String> arguments) {
    List<String> line = new ArrayList<>(List.of("sbatch", "--parsable"));
    line.addAll(arguments);
    ExternalCommand.Result result = run(line);
    // Warnings come before it.
    Matcher job = JOB.matcher(result.lines().isEmpty() ? "" : result.tail(1).get(0).strip());
    if (!result.succeeded() || !job.matches()) {
      throw new SpotInputException(
          "Slurm refuses the job:%n%s%nthe command was: %s%ncorrect its options with --slurm"
              .formatted(result.text(), String.join(" ", line)));
    }
    return job.group(1);
  }

  /** The largest number of tasks in an array. */
  int largestArray() {
    Matcher size = ARRAY_SIZE.matcher(checked("scontrol", "show", "config").text());
    if (!size.find()) {
      throw new SpotRunException("'scontrol show config' has no MaxArraySize");
    }
    return Integer.parseInt(size.group(1));
  }

  /**
   * The tasks of an array by index. Slurm forgets ended tasks after some minutes; they are missing
   * if the cluster keeps no accounts.
   */
  Map<Integer, SlurmTask> tasks(String job) {
    Map<Integer, SlurmTask> tasks = new TreeMap<>(accounted(job));
    // Wide columns, because squeue cuts longer values without a sign.
    String format = "ArrayTaskID:20,State:20,RestartCnt:10,Reason:100";
    List<String> line =
        List.of("squeue", "--jobs=" + job, "--array", "--states=all", "--noheader", "-O", format);
    ExternalCommand.Result result = run(line);
    if (result.succeeded()) {
      for (String text : result.lines()) {
        Matcher row = QUEUED.matcher(text.strip());
        if (row.matches()) {
          String reason = row.group(4).equals("None") ? "" : row.group(4);
          int restarts = Integer.parseInt(row.group(3));
          put(tasks, new SlurmTask(Integer.parseInt(row.group(1)), row.group(2), restarts, reason));
        }
      }
    } else if (!result.text().contains(UNKNOWN_JOB)) {
      throw failed(line, result);
    }
    return tasks;
  }

  /** The tasks that ended, as the cluster's accounts have them. */
  private Map<Integer, SlurmTask> accounted(String job) {
    Map<Integer, SlurmTask> tasks = new TreeMap<>();
    String format = "--format=JobID,State,ExitCode";
    ExternalCommand.Result result =
        run(List.of("sacct", "--jobs=" + job, "-X", "--noheader", "--parsable2", format));
    if (result.succeeded()) {
      for (String text : result.lines()) {
        Matcher row = RECORDED.matcher(text.strip());
        if (row.matches()) {
          String code = row.group(3);
          String reason = code.equals(NO_EXIT_CODE) ? "" : "exit code " + code;
          put(tasks, new SlurmTask(Integer.parseInt(row.group(1)), row.group(2), 0, reason));
        }
      }
    }
    // It fails on a cluster without accounts; squeue then shows the tasks of the last minutes.
    return tasks;
  }

  private static void put(Map<Integer, SlurmTask> tasks, SlurmTask task) {
    tasks.put(task.index(), task);
  }

  private ExternalCommand.Result checked(String... line) {
    ExternalCommand.Result result = run(List.of(line));
    if (!result.succeeded()) {
      throw failed(List.of(line), result);
    }
    return result;
  }

  private static SpotRunException failed(List<String> line, ExternalCommand.Result result) {
    return new SpotRunException(
        "'%s' failed: %s"
            .formatted(
                String.join(" ", line),
                result.timedOut() ? "no answer in a minute" : result.text()));
  }

  private ExternalCommand.Result run(List<String> line) {
    try {
      return runner.run(line);
    } catch (IOException e) {
      throw new SpotInputException(
          "no %s found: --on slurm works where jobs are submitted, for example on the login node of a cluster. Without Slurm, leave out --on slurm"
              .formatted(line.get(0)),
          e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static SpotRunException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SpotRunException("interrupted while Slurm was asked", e);
  }
}
