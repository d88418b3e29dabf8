package org.spotrl.data.format;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableGroup;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;

/** Writes steps as an HDF5 file with D4RL's columns. */
public final class Hdf5Writer {

  private static final int CHUNK_ROWS = 1 << 14;

  private Hdf5Writer() {}

  /**
   * Writes a file, or nothing at all.
   *
   * @param target does not exist yet
   * @throws SpotInputException if the target exists
   * @throws SpotRunException if it cannot be written, for example because the disk is full
   */
  public static void write(Trajectories steps, Path target) {
    write(steps, Map.of(), target);
  }

  /**
   * As {@link #write(Trajectories, Path)}, with more columns in float64.
   *
   * @param columns rows by name, such as {@code infos/qpos}; one with the name of a column of the
   *     steps takes its place
   */
  public static void write(Trajectories steps, Map<String, double[][]> columns, Path target) {
    requireNew(target);
    Path folder = target.toAbsolutePath().resolveSibling("");
    try {
      Files.createDirectories(folder);
      AtomicFiles.replace(folder, target, made -> writeColumns(steps, columns, made));
    } catch (IOException | HdfException e) {
      throw new SpotRunException("'%s' cannot be written: %s".formatted(target, e.getMessage()), e);
    }
  }

  /**
   * Requires that there is nothing to overwrite.
   *
   * @throws SpotInputException if the target exists
   */
  public static void requireNew(Path target) {
    if (Files.exists(target)) {
      throw new SpotInputException("'%s' exists; remove it or name another file".formatted(target));
    }
  }

  private static void writeColumns(Trajectories steps, Map<String, double[][]> columns, Path file) {
    Map<String, WritableGroup> groups = new HashMap<>();
    try (WritableHdfFile out = HdfFile.write(file)) {
      put(out, StepShape.OBSERVATIONS, steps.observations(), steps.observationDim());
      if (!columns.containsKey(StepShape.ACTIONS)) {
        put(out, StepShape.ACTIONS, steps.actions(), steps.actionDim());
      }
      out.putDataset(StepShape.REWARDS, steps.rewards(), chunks(steps.steps()));
      out.putDataset(StepShape.TERMINALS, bytes(steps.terminals()), chunks(steps.steps()));
      out.putDataset(StepShape.TIMEOUTS, bytes(steps.timeouts()), chunks(steps.steps()));
      if (steps.hasLastObservations()) {
        put(out, StepShape.NEXT_OBSERVATIONS, next(steps), steps.observationDim());
      }
      columns.forEach(
          (name, rows) -> {
            int slash = name.indexOf('/');
            WritableGroup group =
                slash < 0 ? out : groups.computeIfAbsent(name.substring(0, slash), out::putGroup);
            group.putDataset(name.substring(slash + 1), rows, chunks(rows.length, rows[0].length));
          });
    }
  }

  private static float[] next(Trajectories steps) {
    // With last observations each step is a transition, in the same order.
    return steps.transitions().nextObservations();
  }

  private static void put(WritableHdfFile out, String name, float[] values, int width) {
    float[][] rows = new float[values.length / width][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOfRange(values, row * width, (row + 1) * width);
    }
    out.putDataset(name, rows, chunks(rows.length, width));
  }

  private static DatasetCreationOptions chunks(int rows, int... width) {
    int[] shape = new int[1 + width.length];
    shape[0] = Math.min(rows, CHUNK_ROWS);
    System.arraycopy(width, 0, shape, 1, width.length);
    return DatasetCreationOptions.builder().chunkDimensions(shape).deflate(4).build();
  }

  /** As numbers: h5py has no name for jHDF's booleans. */
  private static byte[] bytes(boolean[] flags) {
    byte[] bytes = new byte[flags.length];
    for (int row = 0; row < bytes.length; row++) {
      bytes[row] = (byte) (flags[row] ? 1 : 0);
    }
    return bytes;
  }
}
