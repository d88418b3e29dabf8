package org.spotrl.cli;

import picocli.CommandLine.Option;

/** The options {@code --json} and {@code --csv}; the default is a text table. */
final class OutputFormat {

  @Option(names = "--json", description = "Prints JSON with everything that is recorded.")
  private boolean json;

  @Option(names = "--csv", description = "Prints CSV with full numbers.")
  private boolean csv;

  boolean json() {
    return json;
  }

  /** The format of a table that is not JSON. */
  Table table() {
    return csv ? Table.CSV : Table.TEXT;
  }
}
