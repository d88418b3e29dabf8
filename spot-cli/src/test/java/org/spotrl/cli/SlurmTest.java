package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.host.ExternalCommand;
import org.spotrl.experiments.wiring.NeedsMujoco;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.format.RunState;
import org.spotrl.studies.study.RecordedStudy;

/** Studies on a real Slurm of one node, which {@code .ci/slurm} starts; it needs root. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlurmTest {

  private static final Path SLURM = Path.of("..", ".ci", "slurm").toAbsolutePath();
  private static final Pattern JOB = Pattern.compile("submitted as Slurm job (\\d+);");
  private static final long LIMIT_SECONDS = 240;

  private static final String STUDY =
      """
      study: tiny
      base: base.yaml
      seeds: 0-2
      arms:
        weak: {lambda: 0.1}
        strong: {lambda: 1}
      """;

  private static final String BASE =
      """
      dataset: {type: collected, environment: maze2d-umaze-v1, steps: 1000}
      algorithm:
        type: spot
        updates: 4000
        batch_size: 32
        actor_hidden: [32, 32]
        critic_hidden: [32, 32]
        regularizer:
          type: density
          lambda: 0.5
          density: {type: gaussian, hidden: [16, 16], batch_size: 16, updates: 50}
      evaluation: {every_updates: 4000, episodes: 2}
      checkpoint: {every_updates: 1000}
      execution: {intra_op_threads: 1}
      """;

  @TempDir static Path temp;
  private Path spot = Path.of("unset");
  private Map<String, String> variables = Map.of();

  @BeforeAll
  void startSlurm() throws Exception {
    NeedsMujoco.check();
    if (!Files.exists(Path.of("/usr/sbin/slurmctld"))
        || !Files.exists(Path.of("/usr/sbin/munged"))) {
      Linters.missing("no Slurm to test with: apt-get install slurm-wlm munge");
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      Linters.missing("Slurm's daemons run as root");
    }
    Path folder = temp.resolve("slurm");
    assertSucceeds(ExternalCommand.of(SLURM.toString(), "start", folder.toString()));
    variables = Map.of("SLURM_CONF", folder.resolve("slurm.conf").toString());
    // The path has what a shell would split and unquote.
    spot = Files.createDirectories(temp.resolve("a 'b'")).resolve("spot");
    Files.writeString(
        spot,
        """
        #!/bin/sh
        [ ! -e broken ] || exit 7
        exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -Dspot.command="$0" -cp '%s' %s "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                SpotMain.class.getName()));
    assertThat(spot.toFile().setExecutable(true)).isTrue();
  }

  @AfterAll
  void stopSlurm() throws Exception {
    if (!variables.isEmpty()) {
      slurm("scancel", "--user=root");
      assertSucceeds(
          ExternalCommand.of(SLURM.toString(), "stop", temp.resolve("slurm").toString()));
    }
  }

  @Test
  void aStudyWithARequeuedTaskEndsWithTheBytesOfALocalOne() throws Exception {
    Path local = folder("local");
    assertThat(spot(local, "sweep", "study.yaml", "--jobs", "2")).contains("3/3");
    Path folder = folder("on 100%o slurm");

    String submitted =
        spot(folder, "sweep", "study.yaml", "--on", "slurm", "--jobs", "2", "--slurm", "--time=10");

    String job = job(submitted);
    assertThat(submitted)
        .contains("study tiny: 6 runs submitted as Slurm job " + job)
        .contains(" sweep study.yaml --status")
        .contains("scancel " + job);
    assertThat(slurm("scontrol", "show", "job", job))
        .contains("ArrayTaskThrottle=2", "TimeLimit=00:10:00", "CPUs/Task=1", "JobName=tiny");
    Linters.check("shellcheck", record(folder).resolve("slurm/job.sh").toString());
    assertThat(fail(2, folder, "sweep", "study.yaml", "--on", "slurm"))
        .contains("error: Slurm job " + job + " still trains the study 'tiny'")
        .contains("wait until it ends, or cancel it with: scancel " + job);
    assertThat(fail(2, folder, "sweep", "study.yaml")).contains("Slurm job " + job + " still");

    Path log = log(folder, 0);
    Pattern training = Pattern.compile("progress [1-9]\\d* 4000 policy");
    await(() -> training.matcher(text(log)).find(), log);
    // The requeued task cannot start before its state was looked at.
    slurm("scontrol", "update", "PartitionName=test", "State=DOWN");
    // It repeats the signal until Slurm has noted the job's new state.
    new ExternalCommand(
            List.of("scancel", "--batch", "--signal=USR1", job + "_0"), Path.of("."), environment())
        .run(Duration.ofSeconds(3), line -> {});
    await(() -> state(job, 0).startsWith("PENDING 1"), log);
    assertThat(text(log)).contains("stopping: the run saves a checkpoint first");
    assertThat(fail(1, folder, "sweep", "study.yaml", "--status"))
        .contains(job + "_0", "REQUEUED (")
        .doesNotContain("continue with the same command", "--retry-failed");
    slurm("scontrol", "update", "PartitionName=test", "State=UP");
    await(() -> queue(job).isEmpty(), log);

    Matcher resumed = Pattern.compile("notice resumed after (\\d+) updates").matcher(text(log));
    assertThat(resumed.find()).as(text(log)).isTrue();
    assertThat(Long.parseLong(resumed.group(1))).isBetween(1L, 4049L);
    assertThat(spot(folder, "sweep", "study.yaml", "--status"))
        .contains("Slurm job " + job + ": 6 COMPLETED");
    assertThat(spot(folder, "sweep", "study.yaml", "--on", "slurm"))
        .contains("nothing to do on the cluster");
    assertThat(study(folder).record().state()).isEqualTo(RunState.FINISHED);
    assertThat(results(folder)).hasSize(6).isEqualTo(results(local));
  }

  @Test
  void aTaskThatFailsBeforeItsRunBeginsIsReportedAndRunAgainWhenAsked() throws Exception {
    Path folder = folder("failing");
    Files.writeString(
        folder.resolve("study.yaml"), STUDY.replace("0-2", "7").replaceAll(" *weak.*\n", ""));
    String job = job(spot(folder, "sweep", "study.yaml", "--on", "slurm", "--slurm", "--hold"));
    Path broken = Files.createFile(folder.resolve("broken"));
    slurm("scontrol", "release", job);
    await(() -> queue(job).isEmpty(), log(folder, 0));
    Files.delete(broken);

    assertThat(fail(1, folder, "sweep", "study.yaml", "--status"))
        .contains("Slurm job " + job + ": 1 FAILED (NonZeroExitCode)")
        .contains(job + "_0")
        .contains("1 run failed; run them again with --retry-failed")
        .contains("strong-maze2d-umaze-v1-s7: the process ended with exit code 7");
    String again = job(spot(folder, "sweep", "study.yaml", "--on", "slurm", "--retry-failed"));
    await(() -> queue(again).isEmpty(), log(folder, 0));

    assertThat(results(folder)).hasSize(1);
  }

  @Test
  void slurmsRefusalIsShownWithTheCommand() throws Exception {
    Path folder = folder("refused");

    assertThat(
            fail(2, folder, "sweep", "study.yaml", "--on", "slurm", "--slurm", "--partition=gpu"))
        .contains("error: Slurm refuses the job:", "invalid partition specified: gpu")
        .contains("--partition=gpu")
        .contains("correct its options with --slurm");
  }

  /** Final metrics and the MD5 of the policy of each run, by key. */
  private static Map<String, String> results(Path folder) throws IOException {
    Map<String, String> results = new TreeMap<>();
    for (Map.Entry<String, ?> each : study(folder).runs().entrySet()) {
      RecordedRun run = (RecordedRun) each.getValue();
      Map<String, Double> metrics = new TreeMap<>();
      run.latestMetrics().forEach((name, point) -> metrics.put(name, point.value()));
      metrics.keySet().removeIf(name -> !name.startsWith("final/"));
      assertThat(metrics).isNotEmpty();
      byte[] policy = Files.readAllBytes(run.artifacts().resolve("policy/policy.safetensors"));
      results.put(each.getKey(), metrics + " " + UUID.nameUUIDFromBytes(policy));
    }
    return results;
  }

  private static RecordedStudy study(Path folder) {
    return RecordedStudy.get(new FolderRuns(folder.resolve("mlruns")), "tiny");
  }

  private static Path record(Path folder) {
    return ((RecordedRun) study(folder).record()).artifacts();
  }

  /** The log of the run that a task trains. */
  private static Path log(Path folder, int task) throws IOException {
    String key = Files.readAllLines(record(folder).resolve("slurm/keys.txt")).get(task);
    return record(folder).resolve("logs").resolve(key + ".log");
  }

  private static Path folder(String name) throws IOException {
    Path folder = Files.createDirectory(temp.resolve(name));
    Files.writeString(folder.resolve("study.yaml"), STUDY);
    Files.writeString(folder.resolve("base.yaml"), BASE);
    return folder;
  }

  private static String job(String output) {
    Matcher job = JOB.matcher(output);
    assertThat(job.find()).as(output).isTrue();
    return job.group(1);
  }

  private String spot(Path folder, String... arguments) throws Exception {
    return fail(0, folder, arguments);
  }

  private String fail(int exitCode, Path folder, String... arguments) throws Exception {
    SpotProcess process = SpotProcess.ofScript(spot, folder, variables, arguments);
    assertThat(process.await()).as(process::output).isEqualTo(exitCode);
    return process.output();
  }

  /** State and number of restarts of a task. */
  private String state(String job, int task) {
    return slurm(
            "squeue", "--noheader", "--jobs=" + job + "_" + task, "-O", "State:10,RestartCnt:5")
        .replaceAll(" +", " ");
  }

  /** The tasks that are queued or run. */
  private String queue(String job) {
    return slurm("squeue", "--noheader", "--jobs=" + job).strip();
  }

  private String slurm(String... line) {
    try {
      ExternalCommand.Result result =
          new ExternalCommand(List.of(line), Path.of("."), environment())
              .run(Duration.ofMinutes(1), text -> {});
      assertThat(result.succeeded()).as(result.text()).isTrue();
      return result.text();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, String> environment() {
    Map<String, String> all = new TreeMap<>(System.getenv());
    all.putAll(variables);
    return all;
  }

  private static void assertSucceeds(ExternalCommand command) throws Exception {
    ExternalCommand.Result result = command.run(Duration.ofMinutes(1), line -> {});
    assertThat(result.succeeded()).as(result.text()).isTrue();
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition, Path log) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(text(log)).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
