package org.spotrl.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The base of all commands: help, exit code and output. */
@Command(mixinStandardHelpOptions = true)
abstract class BaseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Standard output; each line is flushed. */
  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** The error stream; each line is flushed. */
  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Prints the help. */
  final void printHelp() {
    spec.commandLine().usage(out());
  }

  /** The error for a wrong command line. */
  final ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Refuses a value below 1. */
  final void requirePositive(String option, long value) {
    if (value < 1) {
      throw misuse(option + " must be at least 1, not " + value);
    }
  }
}
