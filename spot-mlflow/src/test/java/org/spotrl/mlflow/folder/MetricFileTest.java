package org.spotrl.mlflow.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.mlflow.format.MetricPoint;

class MetricFileTest {

  @TempDir private Path run;
  private Path metrics;
  private Path file;

  @BeforeEach
  void makeFile() throws IOException {
    metrics = Files.createDirectory(run.resolve("metrics"));
    file = MetricFile.of(metrics, "train/loss");
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 5 0.5 7",
    "1e-4, 5 1.0E-4 7",
    "-3, 5 -3.0 7",
    "NaN, 5 nan 7",
    "Infinity, 5 1.7976931348623157E308 7",
    "-Infinity, 5 -1.7976931348623157E308 7"
  })
  void aPointIsWrittenAsALineForMlflow(double value, String line) {
    assertThat(MetricFile.line(5, value, 7)).isEqualTo(line + "\n");
  }

  @Test
  void linesWrittenByMlflowAreParsed() {
    assertThat(MetricFile.point("5 0.25")).contains(new MetricPoint(5, 0, 0.25));
    assertThat(MetricFile.point("5 nan 7")).contains(new MetricPoint(5, 7, Double.NaN));
    assertThat(MetricFile.point("5 -inf 7"))
        .contains(new MetricPoint(5, 7, Double.NEGATIVE_INFINITY));
    assertThat(MetricFile.point("5 0.25 7 maze 1a2b")).contains(new MetricPoint(5, 7, 0.25));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "x 0.5 7", "5 x 7", "5 0.5 x", "5  7", "\u0000\u0000\u0000"})
  void invalidLinesHaveNoPoint(String line) {
    assertThat(MetricFile.point(line)).isEmpty();
  }

  @Test
  void readingSkipsAnIncompleteLastLine() throws IOException {
    // "3 0.25 10" may be the start of "3 0.25 1000".
    Files.writeString(file, "1 1.0 0\n2 0.5 100\n3 0.25 10");

    assertThat(MetricFile.read(file))
        .containsExactly(new MetricPoint(1, 0, 1.0), new MetricPoint(2, 100, 0.5));
  }

  @ParameterizedTest
  @CsvSource({
    "'1 1.0 0,2 0.5 100,3 0.25 200,4 9 3000', 3, 200, 0.25", // the last line may be incomplete
    "'1 1.0 0,2 0.5 100,3 0.25 50,', 2, 100, 0.5", // by step
    "'1 1.0 100,3 0.5 100,2 0.25 100,', 3, 100, 0.5", // then by time
    "'1 0.25 100,1 0.5 100,1 nan 100,', 1, 100, NaN", // then by value
    "'1 1.0 0,2 0.5 100,3 x 200,', 2, 100, 0.5", // a damaged line is skipped
  })
  void theLatestPointIsTheOneThatMlflowShows(String lines, long millis, long step, double value)
      throws IOException {
    Files.writeString(file, lines.replace(',', '\n'));

    assertThat(MetricFile.latest(file)).contains(new MetricPoint(millis, step, value));
    assertThat(MetricFile.read(file).stream().max(MetricPoint.LATEST))
        .isEqualTo(MetricFile.latest(file));
  }

  @Test
  void aFileWithoutPointsHasNoLatestPoint() throws IOException {
    assertThat(MetricFile.latest(file)).isEmpty();
    Files.writeString(file, "damaged\n1 0.5 0");
    assertThat(MetricFile.latest(file)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 8", "2, 18", "3, 29", "9, 29"})
  void rewindingKeepsPointsUpToTheTime(long upTo, int length) throws IOException {
    String whole = "1 1.0 0\n2 0.5 100\n3 0.25 200\n";
    Files.writeString(file, whole + "4 0.1 30");

    MetricFile.rewind(run, metrics, file, upTo);

    assertThat(Files.readString(file)).isEqualTo(whole.substring(0, length));
    assertThat(run).isDirectoryNotContaining("glob:**.staging*");
  }

  @Test
  void rewindingRemovesGarbageAfterAPowerFailure() throws IOException {
    Files.writeString(file, "1 1.0 0\n\u0000\u0000\u0000\n2 0.5 100\n");

    MetricFile.rewind(run, metrics, file, 10);

    assertThat(Files.readString(file)).isEqualTo("1 1.0 0\n2 0.5 100\n");
  }

  @Test
  void rewindingRemovesAMetricWithoutPointsAndItsEmptySection() throws IOException {
    Files.writeString(file, "5 1.0 0\n");

    MetricFile.rewind(run, metrics, file, 4);

    assertThat(metrics).isEmptyDirectory();
  }

  @Test
  void rewindingKeepsASectionWithOtherMetrics() throws IOException {
    Path other = Files.writeString(file.resolveSibling("other"), "1 1.0 0\n");
    Files.writeString(file, "5 1.0 0\n");

    MetricFile.rewind(run, metrics, file, 4);

    assertThat(file).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void aFileThatNeedsNoChangeIsNotTouched() throws IOException {
    Files.writeString(file, "1 1.0 0\n");
    Object before = Files.readAttributes(file, BasicFileAttributes.class).fileKey();

    MetricFile.rewind(run, metrics, file, 4);

    assertThat(Files.readAttributes(file, BasicFileAttributes.class).fileKey()).isEqualTo(before);
  }
}
