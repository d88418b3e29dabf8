package org.spotrl.studies.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spotrl.mlflow.format.MetricPoint;

class SparklineTest {

  private final Sparkline blocks = Sparkline.forCharset(StandardCharsets.UTF_8, 8);

  private static List<MetricPoint> points(double... values) {
    List<MetricPoint> points = new ArrayList<>();
    for (double value : values) {
      points.add(new MetricPoint(0, points.size(), value));
    }
    return points;
  }

  @Test
  void valuesAreDrawnInEightHeights() {
    assertThat(blocks.of(points(0, 1, 2, 3, 4, 5, 6, 7), 0, 8))
        .isEqualTo("\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588");
  }

  @Test
  void manyValuesAreAveraged() {
    // Sixteen values in eight columns: means 0.5, 0.5, ... and 7.5 at the end.
    assertThat(blocks.of(points(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 7, 8), 0, 8))
        .isEqualTo("\u2581".repeat(7) + "\u2588");
  }

  @Test
  void nanAndConstantValuesAreDrawn() {
    assertThat(blocks.of(points(1, Double.NaN, 1), 1, 1)).isEqualTo("\u2585?\u2585");
  }

  @Test
  void charsetsWithoutBlocksGetAsciiCharacters() {
    assertThat(Sparkline.forCharset(StandardCharsets.US_ASCII, 8).of(points(0, 8), 0, 8))
        .isEqualTo("_@");
  }
}
