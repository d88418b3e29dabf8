package org.spotrl.experiments.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.tracking.TrackedRun;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The episodes of all evaluations of a run as a table that grows with each. */
final class EpisodeTable {

  /** Where it is among the run's files. */
  static final String FILE = "tables/evaluation.json";

  private static final List<String> COLUMNS =
      List.of("step", "episode", "return", "length", "normalized_score");
  private static final JsonMapper JSON = new JsonMapper();

  private final TrackedRun run;
  private final List<List<Object>> rows = new ArrayList<>();

  /** The table of a run as it was after so many updates; empty for a new run. */
  EpisodeTable(TrackedRun run, long upToStep) {
    this.run = run;
    Path file = run.workFolder().resolve(FILE);
    if (Files.isRegularFile(file)) {
      read(file, upToStep);
    }
  }

  /** Adds the episodes of an evaluation and stores the table. */
  void add(long step, EvaluationResult result) {
    for (int episode = 0; episode < result.returns().size(); episode++) {
      double episodeReturn = result.returns().get(episode);
      rows.add(
          List.of(
              step,
              episode,
              episodeReturn,
              result.lengths().get(episode),
              result.referenceScores().normalized(episodeReturn)));
    }
    run.table(FILE, COLUMNS, rows);
  }

  private void read(Path file, long upToStep) {
    try {
      for (JsonNode row : JSON.readTree(file.toFile()).required("data")) {
        if (row.required(0).asLong() <= upToStep) {
          rows.add(
              List.of(
                  row.required(0).asLong(),
                  row.required(1).asInt(),
                  row.required(2).asDouble(),
                  row.required(3).asInt(),
                  row.required(4).asDouble()));
        }
      }
    } catch (JacksonException | IllegalArgumentException e) {
      throw new SpotInputException(
          "%s is not the table that the run wrote (%s): restore it, or remove it to begin it anew"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
