package org.spotrl.cli;

import java.util.Arrays;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.SpotVersion;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.error.SpotStoppedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The {@code spot} command: offline reinforcement learning experiments from YAML files, tracked in
 * MLflow's format.
 */
@Command(
    name = "spot",
    description = "Runs offline reinforcement learning experiments and tracks them for MLflow.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      RunCommand.class,
      ResumeCommand.class,
      EvalCommand.class,
      RunsCommand.class,
      ReproduceCommand.class,
      ConfigCommand.class,
      UiCommand.class,
      PushCommand.class,
      BenchmarkCommand.class,
      DoctorCommand.class
    },
    footer = {
      "",
      "First steps:",
      "  spot doctor                          what is installed and what is missing",
      "  spot run experiments/quickstart.yaml collect data, train, evaluate, track",
      "  spot runs                            list and compare the runs",
      "  spot ui                              show the runs in MLflow",
      "",
      "Exit codes: 0 done, 1 the run failed, 2 the input is wrong."
    })
public final class SpotMain {

  private SpotMain() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Pictures are drawn into files: no window system is asked for, though there may be one.
    System.setProperty("java.awt.headless", "true");
    System.exit(InterruptGuard.guarded(() -> StandardOutput.checked(execute(arguments))));
  }

  /** Runs the command line and returns its exit code. */
  static int execute(String... arguments) {
    CommandLine commandLine = new CommandLine(new SpotMain());
    commandLine.getCommandSpec().version("spot " + SpotVersion.current());
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(SpotMain::explainUsage)
        .setExecutionExceptionHandler((problem, command, parsed) -> explain(problem, command))
        .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
  }

  private static int explainUsage(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    // picocli begins only some of its messages like this.
    String message = String.valueOf(problem.getMessage()).replaceFirst("^Error: ", "");
    command.getErr().println("error: " + message);
    CommandLine.UnmatchedArgumentException.printSuggestions(problem, command.getErr());
    command.getErr().println("'" + typed(command) + " --help' lists the options");
    return 2;
  }

  /** The command as the user typed it, with its subcommands. */
  private static String typed(CommandLine command) {
    String[] names = command.getCommandSpec().qualifiedName().split(" ", -1);
    return SpotCommand.line(Arrays.copyOfRange(names, 1, names.length));
  }

  private static int explain(Exception problem, CommandLine commandLine) {
    if (problem instanceof SpotStoppedException stopped) {
      // What that means was printed when the signal came.
      return stopped.exitCode();
    }
    if (problem instanceof SpotException expected) {
      commandLine.getErr().println("error: " + expected.getMessage());
      return expected.exitCode();
    }
    commandLine.getErr().println("error: this is a bug; please report it with the following text");
    problem.printStackTrace(commandLine.getErr());
    return 1;
  }
}
