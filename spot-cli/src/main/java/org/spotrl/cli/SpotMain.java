package org.spotrl.cli;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.SpotVersion;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotStoppedException;
import org.spotrl.api.host.UserCache;
import org.spotrl.api.host.UserPaths;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
      SweepCommand.class,
      SweepTaskCommand.class,
      SelectCommand.class,
      EvalCommand.class,
      RunsCommand.class,
      ReproduceCommand.class,
      ReportCommand.class,
      DataCommand.class,
      ConfigCommand.class,
      UiCommand.class,
      PushCommand.class,
      DoctorCommand.class,
      CompletionCommand.class,
      BenchmarkCommand.class
    },
    footer = {
      "First steps:",
      "  spot doctor",
      "  spot run experiments/quickstart.yaml",
      "  spot ui",
      "Exit codes: 0 done, 1 the run failed, 2 the input is wrong."
    })
public final class SpotMain {

  /** Java replaces bytes that are invalid in the locale's encoding by this. */
  private static final char LOST_CHARACTER = '\uFFFD';

  private static final int LONGEST = 400;

  private SpotMain() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Pictures are drawn to files, without a window system.
    System.setProperty("java.awt.headless", "true");
    System.exit(InterruptGuard.guarded(() -> StandardOutput.checked(execute(arguments))));
  }

  /** Runs the command and returns its exit code. */
  static int execute(String... arguments) {
    CommandLine commandLine = commandLine();
    if (Stream.of(arguments).anyMatch(argument -> argument.indexOf(LOST_CHARACTER) >= 0)) {
      commandLine
          .getErr()
          .println(
              "error: the locale cannot encode some characters of the command line; use a UTF-8 locale: export LC_ALL=C.UTF-8");
      return 2;
    }
    try {
      UserCache.note(System.getenv()).ifPresent(commandLine.getErr()::println);
      return run(commandLine, arguments);
    } catch (OutOfMemoryError e) {
      commandLine
          .getErr()
          .printf(
              "error: Java's memory of %,d MB is too small (%s); use smaller sizes, or more memory: SPOT_JAVA_OPTS=-Xmx8g%n",
              Runtime.getRuntime().maxMemory() / 1_000_000, e.getMessage());
      return 1;
    }
  }

  private static int run(CommandLine commandLine, String... arguments) {
    return commandLine
        .registerConverter(Path.class, SpotMain::path)
        .setParameterExceptionHandler(SpotMain::explainUsage)
        .setExecutionExceptionHandler((problem, command, parsed) -> explain(problem, command))
        .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
  }

  /** All commands and their options. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new SpotMain());
    commandLine.getCommandSpec().version("spot " + SpotVersion.current());
    shorten(commandLine);
    return commandLine.setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Hides the common options of subcommands, so that their help fits a terminal of 24 lines. */
  private static void shorten(CommandLine commandLine) {
    for (CommandLine subcommand : commandLine.getSubcommands().values()) {
      CommandSpec spec = subcommand.getCommandSpec();
      spec.usageMessage().abbreviateSynopsis(true);
      for (String name : List.of("--version", "--help")) {
        OptionSpec option = spec.findOption(name);
        // For a command that is a method, options are parameters, whose order must not change.
        if (option != null && !(spec.userObject() instanceof Method)) {
          spec.remove(option);
          spec.addOption(OptionSpec.builder(option).hidden(true).build());
        }
      }
      shorten(subcommand);
    }
  }

  /** Converts an argument to a path. */
  private static Path path(String text) {
    try {
      return UserPaths.standard().path("the path", text);
    } catch (SpotInputException e) {
      throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  private static int explainUsage(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    // Only some of picocli's messages have this prefix.
    String message = String.valueOf(problem.getMessage()).replaceFirst("^Error: ", "");
    boolean isLong = message.length() > LONGEST;
    command
        .getErr()
        .println("error: " + (isLong ? message.substring(0, LONGEST) + "..." : message));
    Optional<String> hint = CommandTerms.hint(problem);
    hint.ifPresentOrElse(
        command.getErr()::println,
        () -> CommandLine.UnmatchedArgumentException.printSuggestions(problem, command.getErr()));
    command.getErr().println("'" + typed(command) + " --help' lists the options");
    return 2;
  }

  /** The command with its subcommands, as the user types it. */
  private static String typed(CommandLine command) {
    String[] names = command.getCommandSpec().qualifiedName().split(" ", -1);
    return SpotCommand.line(Arrays.copyOfRange(names, 1, names.length));
  }

  private static int explain(Exception problem, CommandLine commandLine) {
    if (problem instanceof SpotStoppedException stopped) {
      // InterruptGuard has printed a message.
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
