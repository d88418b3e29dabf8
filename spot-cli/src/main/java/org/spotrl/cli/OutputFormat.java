package org.spotrl.cli;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options {@code --json} and {@code --csv}; without them a table is for people. */
final class OutputFormat {

  @ArgGroup(exclusive = true)
  private Choice choice = new Choice();

  private static final class Choice {
    @Option(names = "--json", description = "Writes JSON, with all that is recorded.")
    private boolean json;

    @Option(names = "--csv", description = "Writes CSV, with full numbers.")
    private boolean csv;
  }

  boolean json() {
    return choice.json;
  }

  boolean csv() {
    return choice.csv;
  }
}
