package org.spotrl.mujoco.maze;

import java.util.ArrayList;
import java.util.List;

/**
 * One of D4RL's three mazes, as a grid of cells; the first index of a cell goes along x, the second
 * along y.
 */
@SuppressWarnings("ImmutableEnumChecker") // an array that nobody writes, and lists of records
public enum MazeMap {
  /** A U of seven cells. */
  UMAZE(
      300, "#####", //
      "#GOO#", "###O#", "#OOO#", "#####"),

  /** 26 cells. */
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

  /** 46 cells. */
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
  private final List<Cell> startCells;
  private final Cell goal;

  MazeMap(int horizon, String... rows) {
    this.horizon = horizon;
    this.rows = rows;
    List<Cell> open = new ArrayList<>();
    Cell found = null;
    for (int x = 0; x < rows.length; x++) {
      for (int y = 0; y < rows[x].length(); y++) {
        if (rows[x].charAt(y) == 'O') {
          open.add(new Cell(x, y));
        } else if (rows[x].charAt(y) == 'G') {
          found = new Cell(x, y);
        }
      }
    }
    if (found == null) {
      throw new IllegalStateException("a maze needs a goal");
    }
    goal = found;
    open.add(found); // last, as D4RL numbers them
    startCells = List.copyOf(open);
  }

  /** A cell by its indices. */
  public record Cell(int x, int y) {}

  /** Steps of an episode. */
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

  /** All cells that are not walls: where episodes start and collection sets goals. */
  public List<Cell> openCells() {
    return startCells;
  }

  /** The cell that evaluation rewards. */
  public Cell goal() {
    return goal;
  }
}
