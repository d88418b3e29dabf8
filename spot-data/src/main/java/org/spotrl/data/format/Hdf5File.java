package org.spotrl.data.format;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.exceptions.HdfInvalidPathException;
import io.jhdf.filter.PipelineFilterWithData;
import io.jhdf.object.datatype.BitField;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OrderedDataType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.spotrl.api.error.SpotInputException;

/**
 * An HDF5 file. Its columns are the data sets of numbers; those in groups have the path as name,
 * for example {@code infos/qpos}.
 *
 * <p>A column in chunks is read chunk by chunk, several at the same time, straight into the result:
 * no second copy of the column is in memory.
 */
public final class Hdf5File implements ColumnFile {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private final Path path;
  private final HdfFile file;
  private final Map<String, Dataset> datasets = new LinkedHashMap<>();
  private final Map<String, List<Long>> shapes = new LinkedHashMap<>();

  /**
   * Opens a file.
   *
   * @throws SpotInputException if it is no HDF5 file or a damaged one
   */
  public Hdf5File(Path path) {
    this.path = path;
    requireSignature(path);
    try {
      file = new HdfFile(path);
    } catch (RuntimeException e) {
      throw damaged("its header cannot be read", e);
    }
    try {
      collect(file, "");
    } catch (RuntimeException e) {
      file.close();
      throw damaged("its list of columns cannot be read", e);
    }
  }

  private static void requireSignature(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      if (!ColumnFile.startsWith(in.readNBytes(SIGNATURE.length), SIGNATURE)) {
        throw new SpotInputException(
            "'%s' is no HDF5 file: it does not begin with the HDF5 signature".formatted(path));
      }
    } catch (IOException e) {
      throw new SpotInputException("'%s' cannot be read: %s".formatted(path, e), e);
    }
  }

  private void collect(Group group, String prefix) {
    for (Node node : group) {
      String name = prefix + node.getName();
      if (node instanceof Group inner) {
        collect(inner, name + "/");
      } else if (node instanceof Dataset dataset && isNumeric(dataset.getDataType())) {
        datasets.put(name, dataset);
        shapes.put(name, Arrays.stream(dataset.getDimensionsAsLong()).boxed().toList());
      }
    }
  }

  @Override
  public Path path() {
    return path;
  }

  /** The groups and data sets of the file, for formats with their own structure. */
  Group root() {
    return file;
  }

  @Override
  public Map<String, List<Long>> columns() {
    return Collections.unmodifiableMap(shapes);
  }

  @Override
  public float[] read(String column) {
    float[] values = new float[size(column)];
    Numbers numbers = numbersOf(column);
    fill(column, numbers, values.length, (bytes, block) -> block.copy(bytes, numbers, values));
    return values;
  }

  @Override
  public double[] readDoubles(String column) {
    double[] values = new double[size(column)];
    Numbers numbers = numbersOf(column);
    fill(column, numbers, values.length, (bytes, block) -> block.copy(bytes, numbers, values));
    return values;
  }

  /** The text of a data set with one string, for example {@code metadata/policy/nonlinearity}. */
  public Optional<String> text(String name) {
    try {
      return file.getByPath(name) instanceof Dataset dataset
              && dataset.getData() instanceof String text
          ? Optional.of(text)
          : Optional.empty();
    } catch (HdfInvalidPathException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw damaged("'%s' cannot be read".formatted(name), e);
    }
  }

  private Numbers numbersOf(String column) {
    DataType type = Objects.requireNonNull(datasets.get(column)).getDataType();
    return numbers(type)
        .orElseThrow(
            () ->
                new SpotInputException(
                    "'%s': column '%s' has numbers of an unknown type: %s"
                        .formatted(path, column, type)));
  }

  /** Takes the numbers of a block from its bytes. */
  @FunctionalInterface
  private interface Target {
    void take(ByteBuffer bytes, Block block);
  }

  /**
   * A block of a matrix, stored row by row.
   *
   * @param top its first row
   * @param bottom the row after its last one
   * @param left its first column
   * @param right the column after its last one
   * @param width columns of the matrix
   * @param stored columns of a stored row, which may reach beyond the matrix
   */
  private record Block(int top, int bottom, int left, int right, int width, int stored) {

    void copy(ByteBuffer bytes, Numbers numbers, float[] to) {
      if (numbers == Numbers.FLOAT32) {
        copyFloats(bytes.asFloatBuffer(), to);
        return;
      }
      int size = numbers.bytes();
      for (int row = top; row < bottom; row++) {
        int from = (row - top) * stored * size;
        int end = row * width + right;
        for (int at = row * width + left; at < end; at++, from += size) {
          to[at] = numbers.read(bytes, from);
        }
      }
    }

    /** Whole rows at once: number by number, it takes a third of the time of a load. */
    private void copyFloats(FloatBuffer from, float[] to) {
      boolean whole = left == 0 && right == width && stored == width;
      int rows = whole ? bottom - top : 1;
      for (int row = top; row < bottom; row += rows) {
        from.position((row - top) * stored).get(to, row * width + left, rows * (right - left));
      }
    }

    void copy(ByteBuffer bytes, Numbers numbers, double[] to) {
      for (int row = top; row < bottom; row++) {
        int from = (row - top) * stored * numbers.bytes();
        for (int column = left; column < right; column++, from += numbers.bytes()) {
          to[row * width + column] = numbers.readDouble(bytes, from);
        }
      }
    }
  }

  private void fill(String column, Numbers numbers, int length, Target target) {
    Dataset dataset = Objects.requireNonNull(datasets.get(column));
    if (length == 0) {
      return;
    }
    if (dataset instanceof ChunkedDataset chunked && dataset.getDimensions().length <= 2) {
      readChunks(column, chunked, numbers, target);
    } else {
      readWhole(column, (DatasetBase) dataset, numbers, length, target);
    }
  }

  private void readWhole(
      String column, DatasetBase dataset, Numbers numbers, int length, Target target) {
    try {
      ByteBuffer bytes = dataset.getDataBuffer().order(order(dataset.getDataType()));
      requireBytes(bytes, (long) length * numbers.bytes());
      target.take(bytes, new Block(0, 1, 0, length, length, length));
    } catch (RuntimeException e) {
      throw damaged("column '%s' cannot be read".formatted(column), e);
    }
  }

  /** Reads chunk by chunk; a chunk may have some of the numbers of its rows only. */
  private void readChunks(String column, ChunkedDataset dataset, Numbers numbers, Target target) {
    int[] shape = dataset.getDimensions();
    int[] chunk = dataset.getChunkDimensions();
    int rows = shape[0];
    int width = shape.length == 1 ? 1 : shape[1];
    int chunkWidth = chunk.length == 1 ? 1 : chunk[1];
    int across = (width + chunkWidth - 1) / chunkWidth;
    int down = (rows + chunk[0] - 1) / chunk[0];
    ByteOrder order = order(dataset.getDataType());
    IntStream.range(0, down * across)
        .parallel()
        .forEach(
            number -> {
              int row = number / across * chunk[0];
              int left = number % across * chunkWidth;
              int lastRow = Math.min(row + chunk[0], rows);
              int right = Math.min(left + chunkWidth, width);
              try {
                int[] offset = shape.length == 1 ? new int[] {row} : new int[] {row, left};
                int size = chunk[0] * chunkWidth * numbers.bytes();
                ByteBuffer bytes = content(dataset, offset, size).order(order);
                requireBytes(bytes, size);
                target.take(bytes, new Block(row, lastRow, left, right, width, chunkWidth));
              } catch (RuntimeException e) {
                throw damaged(
                    "column '%s' cannot be read in rows %,d to %,d"
                        .formatted(column, row, lastRow - 1),
                    e);
              }
            });
  }

  /** The numbers of a chunk; inflates by itself, as jHDF takes twice the time and the memory. */
  private static ByteBuffer content(ChunkedDataset dataset, int[] offset, int size) {
    List<PipelineFilterWithData> filters = dataset.getFilters();
    if (filters.size() != 1 || !filters.get(0).getName().equals("deflate")) {
      return ByteBuffer.wrap(dataset.getDecompressedChunk(offset));
    }
    Inflater inflater = new Inflater();
    try {
      // One byte more than there should be, to see a chunk that is too long.
      byte[] content = new byte[size + 1];
      inflater.setInput(dataset.getRawChunkBuffer(offset));
      int length = 0;
      while (!inflater.finished() && length < content.length) {
        int count = inflater.inflate(content, length, content.length - length);
        if (count == 0 && !inflater.finished()) {
          throw new IllegalStateException("its compressed data ends too early");
        }
        length += count;
      }
      return ByteBuffer.wrap(content, 0, length);
    } catch (DataFormatException e) {
      throw new IllegalStateException("its compressed data is wrong: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  private static void requireBytes(ByteBuffer bytes, long expected) {
    if (bytes.remaining() != expected) {
      throw new IllegalStateException(
          "%,d bytes were found, %,d expected".formatted(bytes.remaining(), expected));
    }
  }

  private static boolean isNumeric(DataType type) {
    return numbers(type).isPresent();
  }

  private static Optional<Numbers> numbers(DataType type) {
    int size = type.getSize();
    if (type instanceof FloatingPoint) {
      return size == 4
          ? Optional.of(Numbers.FLOAT32)
          : size == 8 ? Optional.of(Numbers.FLOAT64) : Optional.empty();
    } else if (type instanceof EnumDataType booleans) {
      return numbers(booleans.getBaseType());
    } else if (type instanceof BitField) {
      return size == 1 ? Optional.of(Numbers.UINT8) : Optional.empty();
    } else if (type instanceof FixedPoint whole) {
      return switch (size) {
        case 1 -> Optional.of(whole.isSigned() ? Numbers.INT8 : Numbers.UINT8);
        case 2 -> Optional.of(whole.isSigned() ? Numbers.INT16 : Numbers.UINT16);
        case 4 -> Optional.of(Numbers.INT32);
        case 8 -> Optional.of(Numbers.INT64);
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  private static ByteOrder order(DataType type) {
    if (type instanceof EnumDataType booleans) {
      return order(booleans.getBaseType());
    }
    return type instanceof OrderedDataType ordered
        ? ordered.getByteOrder()
        : ByteOrder.LITTLE_ENDIAN;
  }

  private SpotInputException damaged(String what, RuntimeException cause) {
    List<String> reasons = new ArrayList<>();
    for (Throwable each = cause; each != null && reasons.size() < 3; each = each.getCause()) {
      reasons.add(String.valueOf(each.getMessage()));
    }
    return new SpotInputException(
        "'%s' is damaged or truncated: %s (%s). The file has %,d bytes; get it again"
            .formatted(path, what, String.join(": ", reasons), path.toFile().length()),
        cause);
  }

  @Override
  public void close() {
    file.close();
  }
}
