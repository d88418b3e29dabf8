package org.spotrl.experiments.diagnostic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.diagnostic.Diagnostic;
import org.spotrl.api.diagnostic.DiagnosticMoment;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.tracking.TrackedRun;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The episodes of all evaluations of a run as a table that grows with each.
 *
 * <p>MLflow's comparison of tables groups by the first column and compares the second, and of a
 * group's rows shows the first value that is neither zero nor empty. So the first column is a text
 * that names each row, the second what is compared.
 */
public final class EpisodeTable implements Diagnostic {

  /** The type named {@code episodes}. */
  public static final ComponentType<Config, Diagnostic> TYPE =
      new ComponentType<>(
          Diagnostic.class,
          "episodes",
          "Table of the episodes of all evaluations.",
          new Config(),
          config -> new EpisodeTable());

  /** Where it is among the run's files. */
  static final String FILE = "tables/evaluation.json";

  private static final List<String> COLUMNS =
      List.of("step/episode", "return", "normalized_score", "length", "step", "episode");
  private static final JsonMapper JSON = new JsonMapper();

  private final List<List<Object>> rows = new ArrayList<>();
  private boolean begun;

  EpisodeTable() {}

  /** It has no settings. */
  public record Config() {}

  @Override
  public void record(DiagnosticMoment moment, Learner learner, TrackedRun run) {
    moment.evaluation().ifPresent(result -> add(moment.updates(), result, run));
  }

  private void add(long step, EvaluationResult result, TrackedRun run) {
    Path file = run.workFolder().resolve(FILE);
    if (!begun && Files.isRegularFile(file)) {
      read(file, step);
    }
    begun = true;
    for (int episode = 0; episode < result.returns().size(); episode++) {
      double episodeReturn = result.returns().get(episode);
      double score = result.referenceScores().normalized(episodeReturn);
      rows.add(row(step, episode, episodeReturn, score, result.lengths().get(episode)));
    }
    run.table(FILE, COLUMNS, rows);
  }

  private static List<Object> row(
      long step, int episode, double episodeReturn, double score, int length) {
    return List.of(step + "/" + episode, episodeReturn, score, length, step, episode);
  }

  /** The rows of an earlier process of the run, as far as they are not made again. */
  private void read(Path file, long beforeStep) {
    try {
      JsonNode table = JSON.readTree(file.toFile());
      // By name: tables of earlier versions have the columns in another order.
      Map<String, Integer> columns = new HashMap<>();
      for (JsonNode column : table.required("columns")) {
        columns.put(column.asString(), columns.size());
      }
      for (JsonNode row : table.required("data")) {
        long step = cell(row, columns, "step").asLong();
        if (step < beforeStep) {
          rows.add(
              row(
                  step,
                  cell(row, columns, "episode").asInt(),
                  cell(row, columns, "return").asDouble(),
                  cell(row, columns, "normalized_score").asDouble(),
                  cell(row, columns, "length").asInt()));
        }
      }
    } catch (JacksonException | IllegalArgumentException e) {
      throw new SpotInputException(
          "%s is not the table that the run wrote (%s): restore it, or remove it to begin it anew"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static JsonNode cell(JsonNode row, Map<String, Integer> columns, String name) {
    Integer column = columns.get(name);
    if (column == null) {
      throw new IllegalArgumentException("no column '" + name + "'");
    }
    return row.required(column);
  }
}
