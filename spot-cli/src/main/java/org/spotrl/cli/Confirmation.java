package org.spotrl.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import org.spotrl.api.error.SpotInputException;
import picocli.CommandLine.Option;

/** The option {@code --yes}, and the question that is asked without it. */
final class Confirmation {

  @Option(names = "--yes", description = "Does not ask.")
  private boolean yes;

  /**
   * True if the user agrees.
   *
   * @param verb what is done, for example {@code delete}
   * @throws SpotInputException if there is nobody to ask
   */
  boolean given(String verb, int runs, PrintWriter out) {
    if (yes) {
      return true;
    }
    Console console = System.console();
    if (console == null) {
      throw new SpotInputException(
          "to %s runs without a terminal that can be asked, give --yes".formatted(verb));
    }
    out.print("%s %s? [y/N] ".formatted(verb, Format.runs(runs)));
    out.flush();
    String answer = String.valueOf(console.readLine()).strip().toLowerCase(Locale.ROOT);
    return answer.equals("y") || answer.equals("yes");
  }
}
