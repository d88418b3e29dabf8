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

/** The option {@code --yes}, and the question without it. */
final class Confirmation {

  @Option(names = "--yes", description = "Does not ask for confirmation.")
  private boolean yes;

  /**
   * True if the user agrees.
   *
   * @param verb the action, for example {@code delete}
   * @throws SpotInputException if there is no terminal
   */
  boolean given(String verb, int runs, PrintWriter out) {
    if (yes) {
      return true;
    }
    // Set by the start script.
    if (!Boolean.getBoolean("spot.terminal")) {
      throw new SpotInputException(
          "there is no terminal to ask for confirmation; use --yes to %s runs".formatted(verb));
    }
    out.print("%s %s? [y/N] ".formatted(verb, Format.runs(runs)));
    out.flush();
    String answer = answer();
    return answer.equals("y") || answer.equals("yes");
  }

  private static String answer() {
    try {
      // Not closed, because it is System.in.
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      String line = input.readLine();
      if (line != null) {
        return line.strip().toLowerCase(Locale.ROOT);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new SpotInputException("there was no answer; use --yes");
  }
}
