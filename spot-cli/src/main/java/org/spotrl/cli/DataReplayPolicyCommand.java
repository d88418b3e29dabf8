package org.spotrl.cli;

import java.util.ArrayList;
import java.util.List;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.statistics.RunningStatistics;
import org.spotrl.data.DataFile;
import org.spotrl.data.d4rl.BehaviorNetwork;
import org.spotrl.experiments.run.PolicyEvaluator;
import org.spotrl.policy.SquashedGaussianFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the policy that is stored in a D4RL file. */
@Command(
    name = "replay-policy",
    description = {
      "Runs the policy that collected a file, which D4RL's medium and expert files",
      "store, and compares its returns with the file's."
    },
    footer = {"", "Example:", "  spot data replay-policy hopper-expert-v2 --episodes 20"})
final class DataReplayPolicyCommand extends BaseCommand {

  @Mixin private SimulatedFile simulated = new SimulatedFile();

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "100",
      description = "Episodes to run (default: ${DEFAULT-VALUE}).")
  private int episodes = 100;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of start states and actions (default: 0).")
  private long seed;

  @Override
  public Integer call() {
    requirePositive("--episodes", episodes);
    SimulatedFile.Found found = simulated.find();
    DataFile file = found.file();
    EnvironmentSpec spec = found.suite().specification(found.id());
    StateDict weights = BehaviorNetwork.read(file.path(), spec.shape());
    Policy policy =
        new SquashedGaussianFormat().policy(spec.shape(), BehaviorNetwork.SETTINGS, weights);
    Trajectories data = file.trajectories(file.read());
    EvaluationResult result =
        new PolicyEvaluator(found.suite(), spec.id(), 0).evaluate(policy, seed, episodes);
    RunningStatistics returns = new RunningStatistics();
    for (int k = 0; k < data.finishedCount(); k++) {
      returns.add(data.undiscountedReturn(k));
    }
    RunningStatistics here = new RunningStatistics();
    result.returns().forEach(here::add);
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("", "episodes", "return", "std", "score"));
    table.add(row("in the file", returns, spec));
    table.add(row("policy in " + spec.id(), here, spec));
    Table.TEXT.lines(table, 1).forEach(out()::println);
    out()
        .println(
            Format.text(
                "difference of the means %.2f, standard error %.2f",
                here.mean() - returns.mean(), Math.hypot(error(here), error(returns))));
    return 0;
  }

  private static double error(RunningStatistics statistics) {
    return statistics.sampleStd() / Math.sqrt(statistics.count());
  }

  private static List<String> row(String label, RunningStatistics returns, EnvironmentSpec spec) {
    return List.of(
        label,
        Format.text("%,d", returns.count()),
        Format.text("%.2f", returns.mean()),
        Format.text("%.2f", returns.std()),
        Format.text("%.1f", spec.referenceScores().normalized(returns.mean())));
  }
}
