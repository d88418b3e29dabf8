package org.spotrl.api.env;

import java.util.List;
import java.util.stream.IntStream;

/** What a picture of an environment's episodes shows. Entries are those of a raw observation. */
public sealed interface EpisodeView {

  /** Most entries that are drawn of observations without a description. */
  int MAX_ENTRIES = 8;

  /** The entries of an observation over the steps of an episode, at most {@link #MAX_ENTRIES}. */
  static EpisodeView ofEntries(int observationDim) {
    return new OverTime(
        Double.NaN,
        IntStream.range(0, Math.min(MAX_ENTRIES, observationDim))
            .mapToObj(i -> Panel.of("observation " + i, new Line("", i)))
            .toList());
  }

  /**
   * The paths of several episodes over a map.
   *
   * @param x entry with the position along x, in m
   * @param y entry with the position along y, in m
   * @param shown what the picture shows of the map
   * @param walls the walls
   * @param goals where goals are
   * @param goalRadius distance from a goal within which it is reached, in m
   */
  record OverMap(int x, int y, Area shown, List<Area> walls, Area goals, double goalRadius)
      implements EpisodeView {

    /** Copies the walls. */
    public OverMap {
      walls = List.copyOf(walls);
    }
  }

  /**
   * Entries of one episode over time.
   *
   * @param secondsPerStep duration of a step; NaN: time is shown in steps
   * @param panels the plots, from top to bottom
   */
  record OverTime(double secondsPerStep, List<Panel> panels) implements EpisodeView {

    /** Copies the panels. */
    public OverTime {
      panels = List.copyOf(panels);
    }
  }

  /** A rectangle on the ground, in m; it may be a point. */
  record Area(double left, double bottom, double right, double top) {

    /** A square by its centre. */
    public static Area square(double x, double y, double halfWidth) {
      return new Area(x - halfWidth, y - halfWidth, x + halfWidth, y + halfWidth);
    }
  }

  /**
   * A plot of one or more entries over time.
   *
   * @param title what it shows, with its unit
   * @param lines the entries, at most four
   * @param zoomed true for fast motion: it shows only the last steps of the episode
   * @param lowest the environment ends an episode below this value; -infinity if it does not
   * @param highest the environment ends an episode above this value; infinity if it does not
   */
  record Panel(String title, List<Line> lines, boolean zoomed, double lowest, double highest) {

    /** Copies the lines. */
    public Panel {
      lines = List.copyOf(lines);
    }

    /** A plot over the whole episode, without limits. */
    public static Panel of(String title, Line... lines) {
      return new Panel(
          title, List.of(lines), false, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** The same plot of the last steps of the episode. */
    public Panel zoom() {
      return new Panel(title, lines, true, lowest, highest);
    }

    /** The same plot with the limits beyond which the environment ends an episode. */
    public Panel limits(double low, double high) {
      return new Panel(title, lines, zoomed, low, high);
    }
  }

  /**
   * An entry in a plot.
   *
   * @param name its name in the legend; empty in a plot of one entry
   * @param entry its index in the observation
   */
  record Line(String name, int entry) {}
}
