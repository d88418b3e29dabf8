package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.policy.Actor;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.policy.PolicyArchive;

/** The example of docs/own-data.md. */
class OwnDataTest {

  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

  @TempDir private Path temp;

  @Test
  void theExampleOfThePageTrainsAPolicyThatJavaUses() throws IOException {
    Path page = Path.of("..", "docs", "own-data.md");
    Matcher yaml = YAML.matcher(Files.readString(page));
    assertThat(yaml.find()).as("an example in %s", page).isTrue();
    Path log = Files.writeString(temp.resolve("log.csv"), log(400));
    Path file =
        Files.writeString(
            temp.resolve("own-data.yaml"), yaml.group(1).replace("log.csv", log.toString()));

    CommandRun run =
        CommandRun.of("run", file.toString(), "--set", "tracking.folder=" + temp.resolve("mlruns"));

    assertThat(run.err()).doesNotContain("error");
    assertThat(run.exitCode()).isZero();
    // Lines are broken at 80 columns.
    assertThat(run.out().replaceAll("\\s+", " "))
        .contains("log: 400 transitions, 8 episodes (8 terminal, 0 timeouts)")
        .doesNotContain("normalised score")
        .doesNotContain("NaN");
    RecordedRun recorded = new FolderRuns(temp.resolve("mlruns")).runs().get(0);
    assertThat(recorded.history("train/critic_loss")).hasSize(4);
    PolicyArchive archive = PolicyArchive.read(recorded.artifacts().resolve("policy"));
    Actor actor = archive.onRawObservations().start(RandomStream.of(0, "acting").at(0));
    double[] action = actor.act(new double[] {0.1, -0.2, 0.3});
    assertThat(action).hasSize(2);
    assertThat(action[0]).isBetween(-1.0, 1.0);
    assertThat(action[1]).isBetween(-1.0, 1.0);
  }

  /** Steps of a controller that moves a point to the origin, in episodes of 50. */
  private static String log(int steps) {
    RandomSequence random = RandomStream.of(0, "log").at(0);
    StringBuilder text =
        new StringBuilder(
            "observations_0,observations_1,observations_2,actions_0,actions_1,rewards,terminals,"
                + "next_observations_0,next_observations_1,next_observations_2\n");
    double x = 1;
    double y = -1;
    for (int step = 0; step < steps; step++) {
      double a = Math.max(-1, Math.min(1, -x + 0.1 * random.nextGaussian()));
      double b = Math.max(-1, Math.min(1, -y + 0.1 * random.nextGaussian()));
      double nextX = x + 0.1 * a;
      double nextY = y + 0.1 * b;
      boolean end = step % 50 == 49;
      text.append(
          String.format(
              Locale.ROOT,
              "%f,%f,%f,%f,%f,%f,%b,%f,%f,%f%n",
              x,
              y,
              x * y,
              a,
              b,
              -Math.hypot(x, y),
              end,
              nextX,
              nextY,
              nextX * nextY));
      x = end ? random.nextGaussian() : nextX;
      y = end ? random.nextGaussian() : nextY;
    }
    return text.toString();
  }
}
