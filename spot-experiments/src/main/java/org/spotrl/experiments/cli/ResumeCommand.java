package org.spotrl.experiments.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.spotrl.experiments.run.ExperimentRunner;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.RunSummary;
import org.spotrl.experiments.wiring.SpotInjector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Goes on with a run that was stopped or killed. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = {
      "Goes on with a stopped run from its last checkpoint.",
      "The result is the same, bit for bit, as if it had never been stopped."
    })
final class ResumeCommand implements Callable<Integer> {

  @Mixin private ChosenRun run = new ChosenRun();

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    LocalRun folder = run.find();
    PrintWriter out = spec.commandLine().getOut();
    if (folder.isFinished()) {
      out.println("run " + folder.id() + " is done already, nothing is left to resume");
      out.flush();
      return 0;
    }
    RunSummary summary =
        SpotInjector.create(runtime.mujoco())
            .getInstance(ExperimentRunner.class)
            .resume(folder, ConsoleReporter.standard(out), InterruptGuard.stop());
    return ClosingWords.print(out, List.of(summary));
  }
}
