package org.spotrl.mlflow.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.tracking.DatasetReference;

class RunDatasetsTest {

  @TempDir private Path folder;

  @Test
  void profileNumbersHaveSixDigitsAndIntegersAreExact() throws IOException {
    DatasetReference maze = Examples.DATASET;
    Map<String, Double> profile =
        new TreeMap<>(
            Map.of(
                "a", 7.1444902548725535,
                "b", 987_553.0,
                "c", -1.23456789e-7,
                "d", Double.NaN,
                "e", 1_234_567.25,
                "f", 12.5));

    Examples.tracker(folder, new SettableClock(Examples.START))
        .start(Examples.description("study", "a"))
        .dataset(
            new DatasetReference(
                maze.name(),
                maze.digest(),
                maze.sourceType(),
                maze.source(),
                maze.transitions(),
                maze.observationDim(),
                maze.actionDim(),
                profile),
            "training");

    try (var files = Files.walk(folder.resolve("1/datasets"))) {
      Path meta = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      assertThat(MetaYaml.read(meta).text("profile"))
          .isEqualTo(
              "{\"num_rows\": 1000, \"a\": 7.14449, \"b\": 987553, \"c\": -0.000000123457, \"d\": null,"
                  + " \"e\": 1234570, \"f\": 12.5}");
    }
  }
}
