package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.experiments.run.LineModule;
import org.spotrl.experiments.wiring.OfferedModules;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.format.RunState;

/** All commands with a test method and environment. */
class CommandsTest {

  @TempDir private Path temp;
  private Path file;
  private Path mlruns;

  @BeforeEach
  void write() throws IOException {
    mlruns = temp.resolve("mlruns");
    file =
        Files.writeString(
            temp.resolve("line.yaml"),
            """
            dataset: line
            algorithm: counting
            evaluation: {every_updates: 30, episodes: 4}
            checkpoint: {every_updates: 40}
            tracking: {uri: '%s'}
            """
                .formatted(mlruns));
  }

  @Test
  void runTrainsOncePerSeedAndEndsWithTheTable() throws Exception {
    CommandRun run = spot("run", file.toString(), "--seeds", "1-2");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .anyMatch(line -> line.startsWith("data       line: 12 transitions, 3 episodes"))
        .anyMatch(line -> line.matches("run        counting-line-\\w{6}-s2(,.*)?"))
        .anyMatch(line -> line.contains(" " + mlruns))
        .anyMatch(line -> line.startsWith("evaluated  after 60 updates: score "))
        .anyMatch(line -> line.matches("(run)? +updates .* updates/s +time"))
        .anyMatch(
            line -> line.startsWith("counting-line-") && line.contains(" over 2 seeds: score "))
        .anyMatch(line -> line.equals("show it in MLflow: spot ui --in " + mlruns));
    assertThat(runs()).extracting(RecordedRun::state).containsOnly(RunState.FINISHED).hasSize(2);
  }

  @Test
  void aFailedSeedDoesNotStopTheOthers() throws Exception {
    CommandRun run =
        spot("run", file.toString(), "--seeds", "1,2", "--set", "algorithm.diverges_at=45");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines().filter(line -> line.startsWith("error: ")))
        .containsExactly(
            "error: training diverged at update 45", "error: training diverged at update 45");
    assertThat(run.err())
        .contains("then resume from the checkpoint after 70 updates with: spot resume ");
    assertThat(run.showsStackTrace()).isFalse();
    assertThat(runs()).extracting(RecordedRun::state).containsOnly(RunState.FAILED).hasSize(2);
  }

  @Test
  void aSeriesEndsWithTheReasonsOfItsFailures() throws Exception {
    Path bad =
        Files.writeString(
            temp.resolve("bad.yaml"), "{extends: line.yaml, algorithm: {diverges_at: 45}}");

    CommandRun run = spot("run", bad.toString(), file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .contains(
            "1 of 2 runs failed:", "  1. " + bad + ", seed 0: training diverged at update 45");
    assertThat(runs())
        .extracting(RecordedRun::state)
        .containsExactlyInAnyOrder(RunState.FAILED, RunState.FINISHED);
  }

  @Test
  void aRunIsContinuedAsANewRun() throws Exception {
    spot("run", file.toString(), "--set", "checkpoint.keep_final=true");
    RecordedRun parent = runs().get(0);

    CommandRun longer =
        spot("run", "--from", parent.folder().toString(), "--set", "algorithm.updates=90");

    assertThat(longer.exitCode()).as(longer.err()).isZero();
    assertThat(longer.out())
        .contains("from       " + parent.name() + " (" + parent.id() + "), after ")
        .contains("resumed    after 90 updates");
    RecordedRun fork = runs().get(0);
    assertThat(fork.tags()).containsEntry("spot.parent_run", parent.id());
    assertThat(fork.state()).isEqualTo(RunState.FINISHED);
    assertThat(fork.name()).startsWith("counting-90-updates-line-");

    CommandRun tooLarge =
        spot(
            "run",
            "--from",
            parent.folder().toString(),
            "--set",
            "algorithm.updates=90",
            "--set",
            "evaluation.episodes=2147483647");
    assertThat(tooLarge.exitCode()).isEqualTo(2);
    assertThat(tooLarge.err()).contains("evaluation.episodes: the run needs at least ");

    CommandRun again = spot("reproduce", fork.folder().toString());
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("continued the last checkpoint of run " + parent.id());
  }

  @Test
  void aFileAndARunToContinueAreRefusedTogether() throws Exception {
    assertThat(spot("run", file.toString(), "--from", "x").exitCode()).isEqualTo(2);
    CommandRun nothing = spot("run");
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).contains("give the experiment files to run, or --from with the run");
  }

  @Test
  void aFailedRunPrintsTheCommandThatSendsTheRest() throws Exception {
    // Nothing listens at this port.
    CommandRun run =
        spot(
            "run",
            file.toString(),
            "--set",
            "algorithm.diverges_at=45",
            "--set",
            "tracking.uri=http://127.0.0.1:9",
            "--set",
            "tracking.folder=" + mlruns);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("not sent   ");
    String push = "spot push --in " + mlruns + " --to http://127.0.0.1:9";
    assertThat(run.out().lines()).last().isEqualTo("send the rest with: " + push);

    CommandRun resumed = spot("resume", runs().get(0).folder().toString());

    assertThat(resumed.exitCode()).isEqualTo(1);
    assertThat(resumed.out().lines()).last().isEqualTo("send the rest with: " + push);
  }

  @Test
  void resumingAFinishedRunIsNoError() throws Exception {
    spot("run", file.toString());
    String id = runs().get(0).id();

    CommandRun resumed = spot("resume", id.substring(0, 6), "--in", mlruns.toString());

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("run " + id + " is finished; there is nothing to resume");
  }

  @Test
  void aFailedRunIsResumedFromItsCheckpoint() throws Exception {
    spot("run", file.toString(), "--set", "algorithm.diverges_at=45");
    RecordedRun failed = runs().get(0);

    CommandRun resumed = spot("resume", failed.folder().toString());

    // The same updates diverge again.
    assertThat(resumed.exitCode()).isEqualTo(1);
    assertThat(resumed.out()).contains("resumed    after 70 updates");
    assertThat(resumed.err()).contains("error: training diverged at update 45");
  }

  @Test
  void evalEvaluatesTheFinalPolicy() throws Exception {
    spot("run", file.toString());
    String id = runs().get(0).id();

    CommandRun eval = spot("eval", id, "--in", mlruns.toString(), "--episodes", "3", "--seed", "5");

    assertThat(eval.exitCode()).as(eval.err()).isZero();
    assertThat(eval.out())
        .matches(
            "policy in line-v0, 3 episodes: return \\S+ \\+- \\S+, normalised score \\S+, length"
                + " 5.0, .* s\\R");
  }

  @Test
  void evalDrawsTheFirstEpisodes() throws Exception {
    spot("run", file.toString());
    String id = runs().get(0).id();
    Path picture = temp.resolve("rollouts.png");
    String[] eval = {"eval", id, "--in", mlruns.toString(), "--episodes", "3"};
    CommandRun plain = spot(eval);

    CommandRun drawing = spot(with(eval, "--picture", picture.toString()));

    assertThat(drawing.exitCode()).as(drawing.err()).isZero();
    String numbers = plain.out().replaceFirst("length 5.0, .*\\R", "");
    assertThat(drawing.out()).startsWith(numbers).endsWith("s%n%s%n".formatted(picture));
    assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(512);
  }

  @Test
  void aPictureIsNotWrittenWhereItCannotBe() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("folder.png"));
    for (List<String> each :
        List.of(
            List.of(folder.toString(), "'%s' exists; remove it".formatted(folder)),
            List.of(file + "/a/b.png", file + " is not a folder that you may write to"),
            List.of(temp + "/a.jpg", "--picture must end with .png, not '" + temp + "/a.jpg'"))) {
      CommandRun refused = spot("eval", "any", "--picture", each.get(0));

      assertThat(refused.exitCode()).as(each.get(0)).isEqualTo(2);
      assertThat(refused.err()).contains("error: ", each.get(1));
      assertThat(refused.showsStackTrace()).isFalse();
    }
    assertThat(file).isRegularFile();
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void runsAreFoundByTheirNames() throws Exception {
    spot("run", file.toString(), "--seeds", "0-1", "--name", "mine");
    assertThat(runs())
        .extracting(RecordedRun::name)
        .containsExactlyInAnyOrder("mine-s0", "mine-s1");

    for (String command : List.of("eval", "resume")) {
      CommandRun run = spot(command, "mine-s1", "--in", mlruns.toString());
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
    spot("run", file.toString(), "--name", "mine-s1");
    CommandRun ambiguous = spot("eval", "mine-s1", "--in", mlruns.toString());
    assertThat(ambiguous.exitCode()).isEqualTo(2);
    assertThat(ambiguous.err())
        .contains("'mine-s1' matches 2 runs")
        .contains("  mine-s1, finished, ");
  }

  @Test
  void aDryRunChecksAndPrintsWhatWouldRunAndDoesNothing() throws Exception {
    CommandRun run = spot("run", file.toString(), "--seeds", "3,5", "--dry-run");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .contains("seed         3", "seed         5", "method       counting", "updates      60")
        .contains("recorded in  " + mlruns)
        .last()
        .isEqualTo("2 runs; dry run, nothing was started");
    assertThat(mlruns).doesNotExist();
  }

  @Test
  void aQuietRunPrintsOnlyItsResults() throws Exception {
    CommandRun run = spot("run", file.toString(), "--quiet");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().strip()).startsWith("run").contains("counting-line-");
    assertThat(run.out()).doesNotContain("evaluated", "data   ");
  }

  @Test
  void allRunsAreCheckedBeforeTheFirstOneBegins() throws Exception {
    Path other =
        Files.writeString(temp.resolve("other.yaml"), "extends: line.yaml\ntags: {'a@b': x}\n");

    CommandRun run = spot("run", file.toString(), other.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("other.yaml:2:15: tags.a@b: tag name \"a@b\" is not allowed");
    assertThat(mlruns).doesNotExist();
    CommandRun names = spot("run", file.toString(), other.toString(), "--name", "x");
    assertThat(names.err()).contains("--name is for the run of one file, but there are 2 files");
  }

  @Test
  void tooManyEpisodesForTheMemoryAreRefused() throws Exception {
    spot("run", file.toString(), "--name", "mine");

    CommandRun eval =
        spot("eval", "mine", "--in", mlruns.toString(), "--episodes", "" + Integer.MAX_VALUE);

    assertThat(eval.exitCode()).isEqualTo(1);
    assertThat(eval.err()).contains("error: Java's memory of ");
    assertThat(eval.showsStackTrace()).isFalse();
  }

  @Test
  void evalEvaluatesTheBestPolicyOfAnUnfinishedRun() throws Exception {
    spot("run", file.toString(), "--set", "algorithm.diverges_at=45");

    CommandRun eval =
        spot("eval", runs().get(0).folder().toString(), "--checkpoint", "best", "--episodes", "3");

    assertThat(eval.exitCode()).as(eval.err()).isZero();
    assertThat(eval.out()).startsWith("best-000000030 in line-v0, 3 episodes: return ");
  }

  @Test
  void anUnknownPolicyIsRefused() throws Exception {
    CommandRun eval = spot("eval", "any", "--checkpoint", "first");

    assertThat(eval.exitCode()).isEqualTo(2);
    assertThat(eval.err()).contains("'--checkpoint'", "[LAST, BEST]", "'first'");
  }

  @Test
  void anUnfinishedRunHasNoFinalPolicy() throws Exception {
    spot("run", file.toString(), "--set", "algorithm.diverges_at=45");

    CommandRun eval = spot("eval", runs().get(0).folder().toString());

    assertThat(eval.exitCode()).isEqualTo(2);
    assertThat(eval.err()).contains("error: no policy in ");
    assertThat(eval.showsStackTrace()).isFalse();
  }

  private CommandRun spot(String... arguments) throws Exception {
    return OfferedModules.with(
        LineModule.class, temp.resolve("jar"), () -> CommandRun.of(arguments));
  }

  private List<RecordedRun> runs() {
    return new FolderRuns(mlruns).runs();
  }
}
