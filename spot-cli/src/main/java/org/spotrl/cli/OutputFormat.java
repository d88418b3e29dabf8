package org.spotrl.cli;

import picocli.CommandLine.Option;

/** The options {@code --json} and {@code --csv}; without them a table is for people. */
final class OutputFormat {

  @Option(names = "--json", description = "Writes all that is recorded as JSON.")
  private boolean json;

  @Option(names = "--csv", description = "Writes CSV with full numbers.")
  private boolean csv;

  boolean json() {
    return json;
  }

  /** The writer of tables that are not JSON. */
  Table table() {
    return csv ? Table.CSV : Table.TEXT;
  }
}
