package org.spotrl.cli;

import java.util.ArrayList;
import java.util.List;
import org.spotrl.data.format.RecordedStates;
import org.spotrl.experiments.replay.Quantity;
import org.spotrl.experiments.replay.Replay;
import org.spotrl.experiments.replay.ReplayOptions;
import org.spotrl.experiments.replay.ReplayReport;
import org.spotrl.experiments.run.StopSignal;
import org.spotrl.mujoco.MujocoSuite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks whether a data file fits the simulator. */
@Command(
    name = "replay",
    description = {
      "Simulates the steps of a file from their recorded states (infos/qpos,",
      "infos/qvel) and compares them with the file. Exit code 1 if a row differs."
    },
    footer = {"", "Example:", "  spot data replay hopper-medium-v2 --rows 10000"})
final class DataReplayCommand extends BaseCommand {

  /** Differences below this come from MuJoCo's solver, which begins at the step before. */
  private static final double SOLVER = 1e-9;

  @Mixin private SimulatedFile simulated = new SimulatedFile();

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      defaultValue = "0.001",
      description = "Differences up to this are equal (default: ${DEFAULT-VALUE}).")
  private double tolerance = ReplayOptions.DEFAULTS.tolerance();

  @Option(
      names = {"--rows", "--limit"},
      paramLabel = "N",
      description = "Rows to replay, drawn at random (default: all).")
  private int rows;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the drawn rows (default: 0).")
  private long seed;

  @Option(
      names = "--goal",
      paramLabel = "X,Y",
      hideParamSyntax = true,
      split = ",",
      description = "AntMaze goal of the rewards (default: infos/goal).")
  private List<Double> goal = List.of();

  @Override
  public Integer call() {
    if (!(tolerance >= 0)) {
      throw misuse("--tolerance must be at least 0, not " + tolerance);
    }
    if (rows < 0) {
      throw misuse("--rows must be at least 1, not " + rows);
    }
    if (!goal.isEmpty() && goal.size() != 2) {
      throw misuse("--goal must be two numbers X,Y, not " + goal.size());
    }
    SimulatedFile.Found found = simulated.find();
    MujocoSuite suite = found.suite();
    String id = found.id();
    RecordedStates states =
        RecordedStates.read(found.file().path(), suite.specification(id).maxEpisodeSteps());
    ReplayOptions options =
        new ReplayOptions(tolerance, rows, seed, goal, found.file().d4rl().isEmpty());
    ReplayReport report =
        new Replay(suite, id, states, options)
            .run(ConsoleReporter.standard(out()), new StopSignal());
    print(id, states, report);
    return report.misfits() == 0 ? 0 : 1;
  }

  private void print(String id, RecordedStates states, ReplayReport report) {
    out()
        .println(
            Format.text(
                "%s in %s: %,d of %,d rows",
                states.steps().path(), id, report.rows(), states.rows()));
    List<List<String>> table = new ArrayList<>();
    table.add(
        List.of("difference", "rows", "50 %", "99 %", "99.9 %", "maximum", "above " + tolerance));
    for (Quantity quantity : Quantity.values()) {
      double[] differences = report.differences().get(quantity);
      if (differences != null) {
        List<String> cells = new ArrayList<>();
        cells.add(quantity.label());
        cells.add(Format.text("%,d", differences.length));
        for (double share : new double[] {0.5, 0.99, 0.999, 1}) {
          cells.add(size(report.quantile(quantity, share)));
        }
        cells.add(Format.text("%,d", report.above(quantity, tolerance)));
        table.add(cells);
      }
    }
    Table.TEXT.lines(table, 1).forEach(out()::println);
    report.notes().forEach(out()::println);
    if (report.misfits() == 0) {
      out().println("the file fits " + id);
      return;
    }
    out().println(Format.text("%,d rows do not fit %s; the worst:", report.misfits(), id));
    report.worst().forEach(difference -> out().println("  " + difference.text()));
    if (report.misfits() > report.rows() / 2) {
      out()
          .println(
              "most rows differ: is it another environment, or its other physics (-v2 has D4RL's, -v4"
                  + " Gymnasium's)? Set it by --env");
    }
  }

  private static String size(double difference) {
    return difference < SOLVER ? "0" : Format.text("%.1e", difference);
  }
}
