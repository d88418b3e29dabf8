package org.spotrl.data.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.spotrl.api.error.SpotInputException;

/** A NumPy archive, as {@code numpy.savez} and {@code numpy.savez_compressed} write it. */
public final class NpzFile implements ColumnFile {

  private static final String ENDING = ".npy";
  private static final byte[] SIGNATURE = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int BUFFER = 1 << 16;

  private static final Pattern HEADER =
      Pattern.compile(
          "(?s).*'descr'\\s*:\\s*'([^']*)'.*'fortran_order'\\s*:\\s*(True|False).*"
              + "'shape'\\s*:\\s*\\(([\\d,\\s]*)\\).*");

  private static final Map<String, Numbers> TYPES =
      Map.of(
          "f4", Numbers.FLOAT32,
          "f8", Numbers.FLOAT64,
          "b1", Numbers.UINT8,
          "u1", Numbers.UINT8,
          "i1", Numbers.INT8,
          "i2", Numbers.INT16,
          "u2", Numbers.UINT16,
          "i4", Numbers.INT32,
          "i8", Numbers.INT64);

  private final Path path;
  private final ZipFile zip;
  private final Map<String, Header> headers = new LinkedHashMap<>();

  /** What stands before the numbers of an array. */
  private record Header(String type, boolean fortran, List<Long> shape) {}

  /**
   * Opens an archive.
   *
   * @throws SpotInputException if it is no NumPy archive or a damaged one
   */
  public NpzFile(Path path) {
    this.path = path;
    try {
      zip = new ZipFile(path.toFile());
    } catch (IOException e) {
      throw new SpotInputException(
          "'%s' is no NumPy archive, or it is damaged or truncated (%s)"
              .formatted(path, e.getMessage()),
          e);
    }
    try {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName();
        if (name.endsWith(ENDING)) {
          String column = name.substring(0, name.length() - ENDING.length());
          try (InputStream in = zip.getInputStream(entry)) {
            headers.put(column, header(column, in));
          }
        }
      }
    } catch (IOException e) {
      close();
      throw damaged("its arrays", e);
    } catch (SpotInputException e) {
      close();
      throw e;
    }
  }

  private Header header(String column, InputStream in) throws IOException {
    byte[] start = in.readNBytes(SIGNATURE.length + 2);
    if (!ColumnFile.startsWith(start, SIGNATURE)) {
      throw new SpotInputException("'%s': '%s' is no NumPy array".formatted(path, column + ENDING));
    }
    boolean isFirstVersion = start[SIGNATURE.length] == 1;
    ByteBuffer length =
        ByteBuffer.wrap(in.readNBytes(isFirstVersion ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
    int bytes = isFirstVersion ? Short.toUnsignedInt(length.getShort()) : length.getInt();
    String text = new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
    Matcher header = HEADER.matcher(text);
    if (!header.matches()) {
      throw new SpotInputException(
          "'%s': array '%s' has no simple numbers (%s); save plain arrays of numbers"
              .formatted(path, column, text.strip()));
    }
    List<Long> shape =
        Arrays.stream(header.group(3).split(","))
            .map(String::strip)
            .filter(size -> !size.isEmpty())
            .map(Long::valueOf)
            .toList();
    return new Header(header.group(1), header.group(2).equals("True"), shape);
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public Map<String, List<Long>> columns() {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    headers.forEach((name, header) -> shapes.put(name, header.shape()));
    return shapes;
  }

  @Override
  public float[] read(String column) {
    float[] values = new float[size(column)];
    Header header = Objects.requireNonNull(headers.get(column));
    Numbers numbers = TYPES.get(header.type().isEmpty() ? "" : header.type().substring(1));
    if (numbers == null) {
      throw new SpotInputException(
          "'%s': array '%s' has values of NumPy's type '%s', but numbers or booleans are needed; save it with .astype('float32')"
              .formatted(path, column, header.type()));
    }
    ByteOrder order =
        header.type().startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    try (InputStream in = zip.getInputStream(zip.getEntry(column + ENDING))) {
      header(column, in);
      byte[] buffer = new byte[BUFFER];
      for (int done = 0; done < values.length; ) {
        int count = Math.min(BUFFER / numbers.bytes(), values.length - done);
        if (in.readNBytes(buffer, 0, count * numbers.bytes()) < count * numbers.bytes()) {
          throw new EOFException("it ends after %,d of %,d numbers".formatted(done, values.length));
        }
        numbers.read(
            ByteBuffer.wrap(buffer, 0, count * numbers.bytes()).order(order), values, done);
        done += count;
      }
    } catch (IOException e) {
      throw damaged("array '" + column + "'", e);
    }
    return header.fortran() && header.shape().size() == 2 ? transposed(values, header) : values;
  }

  /** NumPy's Fortran order has column after column. */
  private static float[] transposed(float[] columns, Header header) {
    int rows = header.shape().get(0).intValue();
    int width = header.shape().get(1).intValue();
    float[] values = new float[columns.length];
    for (int d = 0; d < width; d++) {
      for (int row = 0; row < rows; row++) {
        values[row * width + d] = columns[d * rows + row];
      }
    }
    return values;
  }

  private SpotInputException damaged(String what, IOException cause) {
    return new SpotInputException(
        "'%s' is damaged or truncated: %s cannot be read (%s)"
            .formatted(path, what, cause.getMessage()),
        cause);
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw damaged("its end", e);
    }
  }
}
