package org.spotrl.mujoco.maze;

import java.util.ArrayList;
import java.util.List;
import org.spotrl.api.env.EpisodeView.Area;

/**
 * One of D4RL's three mazes as a grid of cells; the first index of a cell is along x, the second
 * along y.
 */
@SuppressWarnings("ImmutableEnumChecker") // an array that is never written, and lists of records
public enum MazeMap {
  /** The U-maze, with 7 open cells. */
  UMAZE(
      300, "#####", //
      "#GOO#", "###O#", "#OOO#", "#####"),

  /** The medium maze, with 26 open cells. */
  MEDIUM(
      600,
      "########",
      "#OO##OO#",
      "#OO#OOO#",
      "##OOO###",
      "#OO#OOO#",
      "#O#OO#O#",
      "#OOO#OG#",
      "########"),

  /** The large maze, with 46 open cells. */
  LARGE(
      800,
      "############",
      "#OOOO#OOOOO#",
      "#O##O#O#O#O#",
      "#OOOOOO#OOO#",
      "#O####O###O#",
      "#OO#O#OOOOO#",
      "##O#O#O#O###",
      "#OO#OOO#OGO#",
      "############");

  private final int horizon;
  private final String[] rows;
  private final List<Cell> walls;
  private final List<Cell> startCells;
  private final Cell goal;

  MazeMap(int horizon, String... rows) {
    this.horizon = horizon;
    this.rows = rows;
    List<Cell> closed = new ArrayList<>();
    List<Cell> open = new ArrayList<>();
    Cell found = null;
    for (int x = 0; x < rows.length; x++) {
      for (int y = 0; y < rows[x].length(); y++) {
        if (rows[x].charAt(y) == 'O') {
          open.add(new Cell(x, y));
        } else if (rows[x].charAt(y) == 'G') {
          found = new Cell(x, y);
        } else {
          closed.add(new Cell(x, y));
        }
      }
    }
    if (found == null) {
      throw new IllegalStateException("a maze needs a goal");
    }
    goal = found;
    walls = List.copyOf(closed);
    open.add(found); // last, in D4RL's order
    startCells = List.copyOf(open);
  }

  /** A cell by its indices. */
  public record Cell(int x, int y) {}

  /** Maximum steps of an episode of the point maze. */
  public int horizon() {
    return horizon;
  }

  /** Cells along x. */
  public int width() {
    return rows.length;
  }

  /** Cells along y. */
  public int height() {
    return rows[0].length();
  }

  /** True if a cell is a wall. */
  public boolean wall(int x, int y) {
    return rows[x].charAt(y) == '#';
  }

  /** All cells that are walls, in the order of their indices. */
  List<Cell> walls() {
    return walls;
  }

  /**
   * What a picture shows of a maze: a fourth of the outer walls.
   *
   * @param walls the walls as squares, the first in the lower left corner and the last opposite
   */
  static Area shown(List<Area> walls) {
    Area first = walls.get(0);
    Area last = walls.get(walls.size() - 1);
    double hidden = 0.75 * (first.right() - first.left());
    return new Area(
        first.left() + hidden, first.bottom() + hidden, last.right() - hidden, last.top() - hidden);
  }

  /** All cells that are not walls: episodes start there, and collection sets goals there. */
  public List<Cell> openCells() {
    return startCells;
  }

  /** The point maze's goal cell of evaluation. */
  public Cell goal() {
    return goal;
  }

  /** The ant maze's goal cell: that of the point maze, but in the U-maze its other end. */
  public Cell antGoal() {
    return this == UMAZE ? new Cell(3, 1) : goal;
  }
}
