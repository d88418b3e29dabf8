package org.spotrl.studies.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers that the SPOT paper reports.
 *
 * @see <a href="https://arxiv.org/abs/2202.06239">Wu et al. (2022), tables 2, 3 and 9</a>
 */
final class PaperResults {

  /** The paper's names of methods by the type of the algorithm. */
  private static final Map<String, String> METHODS =
      Map.ofEntries(
          Map.entry("spot", "SPOT"),
          Map.entry("td3+bc", "TD3+BC"),
          Map.entry("behavior-cloning", "BC"),
          Map.entry("awac", "AWAC"),
          Map.entry("bcq", "BCQ"),
          Map.entry("bear", "BEAR"),
          Map.entry("cql", "CQL"),
          Map.entry("dt", "DT"),
          Map.entry("iql", "IQL"),
          Map.entry("onestep", "Onestep"),
          Map.entry("plas", "PLAS"));

  private static final int SECONDS = 60;
  private static final Map<String, Map<String, Result>> SCORES = read("paper-scores.csv");
  private static final Map<String, Map<String, Result>> MINUTES = read("paper-minutes.csv");

  /**
   * A number of the paper.
   *
   * @param mean mean over seeds
   * @param std standard deviation over seeds; NaN if the paper has none
   */
  record Result(double mean, double std) {}

  private PaperResults() {}

  /** The paper's name of a method; empty if the paper does not have it. */
  static Optional<String> method(String algorithm) {
    return Optional.ofNullable(METHODS.get(algorithm));
  }

  /**
   * A score of table 2 or 3.
   *
   * @param dataset for example {@code hopper-medium-v2}
   * @param method the paper's name of the method
   */
  static Optional<Result> score(String dataset, String method) {
    return Optional.ofNullable(SCORES.getOrDefault(dataset, Map.of()).get(method));
  }

  /** Seconds of a million updates in table 9, on the authors' machine with a GPU. */
  static Optional<Double> trainingSeconds(String method) {
    return MINUTES.values().stream()
        .flatMap(methods -> Optional.ofNullable(methods.get(method)).stream())
        .map(result -> SECONDS * result.mean())
        .findFirst();
  }

  private static Map<String, Map<String, Result>> read(String file) {
    try (InputStream in = PaperResults.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not in the jar");
      }
      List<String> lines = new String(in.readAllBytes(), UTF_8).lines().toList();
      String[] methods = lines.get(0).split(",", -1);
      Map<String, Map<String, Result>> results = new HashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        List<String> cells = new ArrayList<>(List.of(line.split(",", -1)));
        Map<String, Result> row = new HashMap<>();
        for (int i = 1; i < cells.size(); i++) {
          if (!cells.get(i).isEmpty()) {
            String[] numbers = cells.get(i).split("\\+-", -1);
            double std = numbers.length > 1 ? Double.parseDouble(numbers[1]) : Double.NaN;
            row.put(methods[i], new Result(Double.parseDouble(numbers[0]), std));
          }
        }
        results.put(cells.get(0), row);
      }
      return results;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
