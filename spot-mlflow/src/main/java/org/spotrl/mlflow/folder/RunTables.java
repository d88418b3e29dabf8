package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.format.Json;

/**
 * Tables as MLflow shows and compares them: pandas' {@code split} form, and a tag that lists them.
 */
final class RunTables {

  private static final String TAG = "mlflow.loggedArtifacts";
  private static final String ENDING = ".json";

  private final RunFolder run;
  private final RunArtifacts artifacts;

  RunTables(RunFolder run, RunArtifacts artifacts) {
    this.run = run;
    this.artifacts = artifacts;
  }

  /** Stores a table, in place of what was there. */
  void store(String path, List<String> columns, List<List<Object>> rows) throws IOException {
    if (!path.endsWith(ENDING)) {
      throw new SpotInputException(
          "table " + Json.quoted(path) + " is not allowed: its name must end with " + ENDING + ".");
    }
    for (List<Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row of table " + path + " has " + row.size() + " cells, not " + columns.size());
      }
    }
    artifacts.text(path, json(columns, rows));
    list(path);
  }

  private static String json(List<String> columns, List<List<Object>> rows) {
    return rows.stream()
        .map(row -> row.stream().map(RunTables::cell).collect(Collectors.joining(",", "[", "]")))
        .collect(
            Collectors.joining(
                ",\n",
                columns.stream()
                    .map(Json::quoted)
                    .collect(Collectors.joining(",", "{\"columns\":[", "],\"data\":[\n")),
                "\n]}\n"));
  }

  /** JSON has no NaN and no infinity; pandas writes null for them too. */
  private static String cell(Object value) {
    if (value instanceof Number number) {
      return Double.isFinite(number.doubleValue()) ? number.toString() : "null";
    }
    return value instanceof Boolean ? value.toString() : Json.quoted(value.toString());
  }

  /** Adds the table to those that the tag lists; other entries may be MLflow's own. */
  private void list(String path) throws IOException {
    String entry = "{\"path\": " + Json.quoted(path) + ", \"type\": \"table\"}";
    Path file = run.tags().resolve(TAG);
    String listed = Files.isRegularFile(file) ? Files.readString(file).strip() : "[]";
    if (listed.contains(entry)) {
      return;
    }
    boolean none = !listed.startsWith("[{") || !listed.endsWith("}]");
    String all = "[" + (none ? "" : listed.substring(1, listed.length() - 1) + ", ") + entry + "]";
    NamedTexts.replace(run.path(), run.tags(), "tag", Map.of(TAG, all));
  }
}
