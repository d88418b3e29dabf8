package org.spotrl.mujoco.maze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spotrl.mujoco.maze.MazeMap.Cell;

class CellPlanTest {

  @Test
  void aPathFollowsTheU() {
    CellPlan plan = new CellPlan(MazeMap.UMAZE, new Cell(1, 1));

    assertThat(plan.next(new Cell(3, 1))).isEqualTo(new Cell(3, 2));
    assertThat(plan.next(new Cell(3, 3))).isEqualTo(new Cell(2, 3));
    assertThat(plan.next(new Cell(1, 2))).isEqualTo(new Cell(1, 1));
    assertThat(plan.next(new Cell(1, 1))).isEqualTo(new Cell(1, 1));
  }

  @Test
  void thereIsAPathOutOfAWallCell() {
    CellPlan plan = new CellPlan(MazeMap.UMAZE, new Cell(1, 1));

    assertThat(plan.next(new Cell(0, 1))).isEqualTo(new Cell(1, 1));
  }

  @Test
  void tiesGoToTheFirstMoveInD4rlsOrder() {
    // From (2, 2) to (1, 1) in the medium maze both -y and -x lead there; -y comes first.
    CellPlan plan = new CellPlan(MazeMap.MEDIUM, new Cell(1, 1));

    assertThat(plan.next(new Cell(2, 2))).isEqualTo(new Cell(2, 1));
  }

  /** Compares with the path lengths of breadth-first search. */
  @ParameterizedTest
  @EnumSource
  void everyPathIsShortest(MazeMap map) {
    for (Cell goal : map.openCells()) {
      CellPlan plan = new CellPlan(map, goal);
      Map<Cell, Integer> distances = distancesTo(map, goal);
      for (Cell from : map.openCells()) {
        int steps = 0;
        for (Cell cell = from; !cell.equals(goal); cell = plan.next(cell)) {
          steps++;
        }
        assertThat(steps).as("%s to %s", from, goal).isEqualTo(distances.get(from));
      }
    }
  }

  private static Map<Cell, Integer> distancesTo(MazeMap map, Cell goal) {
    Map<Cell, Integer> distances = new HashMap<>(Map.of(goal, 0));
    Queue<Cell> queue = new ArrayDeque<>(distances.keySet());
    while (!queue.isEmpty()) {
      Cell cell = queue.remove();
      for (int[] move : new int[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
        Cell next = new Cell(cell.x() + move[0], cell.y() + move[1]);
        if (map.openCells().contains(next) && !distances.containsKey(next)) {
          distances.put(next, distances.getOrDefault(cell, 0) + 1);
          queue.add(next);
        }
      }
    }
    return distances;
  }
}
