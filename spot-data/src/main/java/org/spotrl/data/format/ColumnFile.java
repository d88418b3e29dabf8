package org.spotrl.data.format;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spotrl.api.error.SpotInputException;

/**
 * A file of named columns of numbers, such as {@code observations} and {@code rewards}. Each format
 * has one implementation.
 */
public interface ColumnFile extends AutoCloseable {

  /** The file. */
  Path path();

  /** The shape of each column by name, in the order of the file: {@code [T]} or {@code [T, D]}. */
  Map<String, List<Long>> columns();

  /**
   * All numbers of a column in float32, row by row; booleans are 0 and 1.
   *
   * @throws SpotInputException if the column is damaged or has no numbers; the message has the file
   *     and the place
   */
  float[] read(String column);

  /** The bound of the actions that the file states; infinite if it states none. */
  default double maxAction() {
    return Double.POSITIVE_INFINITY;
  }

  /** How messages name a row. */
  default String place(int row) {
    return "row " + row;
  }

  /** As {@link #read}, in float64. Only HDF5 files keep the digits beyond float32. */
  default double[] readDoubles(String column) {
    float[] numbers = read(column);
    double[] values = new double[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers[i];
    }
    return values;
  }

  @Override
  void close();

  /**
   * Opens a file by the ending of its name: {@code .hdf5} or {@code .h5}, {@code .npz}, {@code
   * .csv}; or the folder of a Minari data set.
   *
   * @throws SpotInputException if it does not exist, is of another format or is damaged
   */
  static ColumnFile open(Path path) {
    if (MinariMetadata.isIn(path)) {
      return new MinariFile(path);
    }
    if (!Files.isRegularFile(path)) {
      throw new SpotInputException(
          "there is no file '%s'%s; give the path of an .hdf5, .npz or .csv file"
              .formatted(
                  path,
                  Files.isDirectory(path)
                      ? ", it is a folder, and not one of Minari's, which have data/metadata.json"
                      : ""));
    }
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    if (name.equals(MinariMetadata.STEPS)) {
      throw new SpotInputException(
          "'%s' is a file within a Minari data set; give the data set's folder, which has"
                  .formatted(path)
              + " data/metadata.json");
    }
    if (name.endsWith(".hdf5") || name.endsWith(".h5")) {
      return new Hdf5File(path);
    } else if (name.endsWith(".npz")) {
      return new NpzFile(path);
    } else if (name.endsWith(".csv")) {
      return new CsvFile(path);
    } else if (name.endsWith(".parquet")) {
      throw new SpotInputException(
          ("'%s' is a Parquet file, which spot does not read; convert it: python3 -c \"import numpy"
                  + " as np, pandas as pd; d = pd.read_parquet('%s'); np.savez('%s', **{c:"
                  + " np.stack(d[c]) for c in d})\"")
              .formatted(path, path, path.toString().replaceFirst("(?i)parquet$", "npz")));
    }
    throw new SpotInputException(
        "'%s' has an unknown ending; spot reads .hdf5 (or .h5), .npz and .csv files"
            .formatted(path));
  }

  /** The error of a column that the file does not have. */
  default SpotInputException missing(String column) {
    return new SpotInputException(
        "'%s' has no column '%s'; it has %s"
            .formatted(path(), column, String.join(", ", columns().keySet())));
  }

  /** The number of values of a column. */
  default int size(String column) {
    List<Long> shape = columns().get(column);
    if (shape == null) {
      throw missing(column);
    }
    long size = shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    if (size < 0 || size > Integer.MAX_VALUE - 8) {
      throw new SpotInputException(
          "'%s': column '%s' of shape %s has too many numbers for a Java array (%,d)"
              .formatted(path(), column, shape, Integer.MAX_VALUE - 8));
    }
    return (int) size;
  }

  /** True if a file begins with these bytes. */
  static boolean startsWith(byte[] content, byte... signature) {
    return content.length >= signature.length
        && Arrays.equals(Arrays.copyOf(content, signature.length), signature);
  }
}
