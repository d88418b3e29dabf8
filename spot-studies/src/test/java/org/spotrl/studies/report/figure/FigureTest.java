package org.spotrl.studies.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.spotrl.studies.report.figure.IntervalChart.Row;
import org.spotrl.studies.report.figure.LineChart.Curve;
import org.spotrl.studies.report.figure.LineChart.Sample;

class FigureTest {

  private static final Series BLUE = new Series("a <b>", 0);

  @Test
  void axesHaveRoundNumbers() {
    Axis axis = Axis.linear("score", 0, 100);

    assertThat(axis.ticks()).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
    assertThat(axis.share(25)).isEqualTo(0.25);
    Axis updates = Axis.linear("updates", 0, 1_000_000);
    assertThat(updates.ticks().stream().map(updates::number))
        .containsExactly("0", "0.2M", "0.4M", "0.6M", "0.8M", "1M");
    assertThat(Axis.linear("x", DoubleStream.of(-3, 3)).ticks().stream().map(axis::number))
        .containsExactly("−2", "0", "2");
  }

  @Test
  void aLogarithmicAxisHasEqualRatiosAndAPlaceForZero() {
    Axis axis = Axis.logarithmic("lambda", DoubleStream.of(0.1, 1, 10, 0));

    assertThat(axis.ticks()).containsExactly(0.0, 0.1, 1.0, 10.0);
    // Logarithms of doubles are exact to about 1e-16.
    assertThat(axis.share(1) - axis.share(0.1))
        .isEqualTo(axis.share(10) - axis.share(1), within(1e-12));
    assertThat(axis.share(0)).isPositive().isLessThan(axis.share(0.1));
    assertThat(axis.share(10)).isLessThan(1);
  }

  @Test
  void aRangeOfOneValueHasAnAxis() {
    assertThat(Axis.linear("x", DoubleStream.of(5, Double.NaN)).share(5)).isEqualTo(0.5);
  }

  @Test
  void aCurveIsDrawnAsSvgAndAsPng() throws Exception {
    Curve curve =
        new Curve(
            BLUE,
            LineChart.Style.BARS,
            List.of(
                new Sample(0, 0, Double.NaN, Double.NaN, "", "first & only"),
                new Sample(1, 1, 0.5, 1, "", "second")));
    Figure figure =
        new LineChart(Axis.linear("x (s)", 0, 1), Axis.linear("y", 0, 1), List.of(curve))
            .figure("f", "Title \"t\"", "text");

    assertThat(figure.svg())
        .startsWith("<svg viewBox=\"0 0 480 ")
        .contains("aria-label=\"Title &quot;t&quot;\"", ">x (s)</text>", ">a &lt;b&gt;</text>")
        .contains("<title>first &amp; only</title>", "stroke=\"var(--s0)\"")
        .doesNotContain("NaN");
    BufferedImage png = ImageIO.read(new ByteArrayInputStream(figure.png()));
    assertThat(png.getWidth()).isEqualTo(960);
    assertThat(png.getHeight()).isEqualTo(2 * figure.height());
    assertThat(count(png, 0x0072b2)).isGreaterThan(500);
  }

  @Test
  void aLabelCoversNoOtherPoint() {
    Curve curve =
        new Curve(
            BLUE,
            LineChart.Style.POINTS,
            List.of(
                point(1, 8, "alone"),
                point(5, 5, "left"),
                point(5.2, 5, "right"),
                point(9.9, 8, "edge"),
                point(2, 2, "surrounded"),
                point(1.5, 2.5, ""),
                point(2, 2.8, ""),
                point(2.5, 2.5, ""),
                point(1.5, 1.6, ""),
                point(2, 1.2, ""),
                point(2.5, 1.6, "")));
    String svg =
        new LineChart(Axis.linear("x", 0, 10), Axis.linear("y", 0, 10), List.of(curve))
            .figure("f", "t", "")
            .svg();

    double unit = (Figure.WIDTH - 14 - 62) / 10.0;
    assertThat(x(svg, "alone")).isGreaterThan(62 + unit);
    assertThat(x(svg, "left")).isLessThan(62 + 5 * unit);
    assertThat(x(svg, "right")).isGreaterThan(62 + 5.2 * unit);
    assertThat(x(svg, "edge")).isLessThan(62 + 9.9 * unit);
    assertThat(svg).doesNotContain("surrounded");
  }

  private static Sample point(double x, double y, String label) {
    return new Sample(x, y, Double.NaN, Double.NaN, label, "");
  }

  private static double x(String svg, String label) {
    Matcher text = Pattern.compile("<text x=\"([0-9.]+)\"[^>]*>" + label + "<").matcher(svg);
    assertThat(text.find()).as(label).isTrue();
    return Double.parseDouble(text.group(1));
  }

  @Test
  void anIntervalEndsAtItsBounds() {
    Row row = new Row("a", Optional.of(BLUE), 2, 1, 3, "note");
    String svg =
        new IntervalChart(Axis.linear("x", 0, 4), false, 0, List.of(Row.heading("group"), row))
            .figure("f", "t", "")
            .svg();
    double left = 20 + Canvas.width("group", Canvas.TextStyle.BOLD);
    double width = Figure.WIDTH - 14 - left;

    // From 1/4 to 3/4 of the axis.
    assertThat(svg)
        .contains(
            String.format(
                Locale.ROOT, "points=\"%.1f,43 %.1f,43\"", left + width / 4, left + 3 * width / 4));
  }

  @Test
  void seriesDifferWithoutColours() {
    Series first = new Series("a", 0);
    Series sameColour = new Series("b", Ink.COLORS);

    assertThat(sameColour.ink()).isEqualTo(first.ink());
    assertThat(sameColour.stroke()).isNotEqualTo(first.stroke());
  }

  private static long count(BufferedImage image, int colour) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .filter(
            i -> (image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xffffff) == colour)
        .count();
  }
}
