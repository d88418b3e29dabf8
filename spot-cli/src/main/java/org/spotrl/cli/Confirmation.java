package org.spotrl.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
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
    // The script that starts Java knows whether there is a terminal.
    if (!Boolean.getBoolean("spot.terminal")) {
      throw new SpotInputException(
          "to %s runs without a terminal that can be asked, give --yes".formatted(verb));
    }
    out.print("%s %s? [y/N] ".formatted(verb, Format.runs(runs)));
    out.flush();
    String answer = answer();
    return answer.equals("y") || answer.equals("yes");
  }

  private static String answer() {
    try {
      // Not closed, as it is the process's own.
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      String line = input.readLine();
      if (line != null) {
        return line.strip().toLowerCase(Locale.ROOT);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new SpotInputException("there is nobody to answer: give --yes");
  }
}
