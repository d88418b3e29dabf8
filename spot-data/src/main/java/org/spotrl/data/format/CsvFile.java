package org.spotrl.data.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.spotrl.api.error.SpotInputException;

/**
 * A CSV file: a line of names, then a line of numbers for each step, separated by commas. A column
 * of vectors is written as one column for each number: {@code observations_0,observations_1,...}.
 */
public final class CsvFile implements ColumnFile {

  private static final int FIRST_ROWS = 1024;

  private final Path path;
  private final Map<String, float[]> values = new LinkedHashMap<>();

  /**
   * Reads a file.
   *
   * @throws SpotInputException if a value is no number; the message has its line and column
   */
  public CsvFile(Path path) {
    this.path = path;
    try (BufferedReader lines = Files.newBufferedReader(path)) {
      String header = lines.readLine();
      List<String> names = names(header == null ? "" : header);
      float[][] columns = new float[names.size()][FIRST_ROWS];
      int row = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          if (row == columns[0].length) {
            for (int c = 0; c < columns.length; c++) {
              columns[c] = Arrays.copyOf(columns[c], row + row / 2);
            }
          }
          parse(line, row, names, columns);
          row++;
        }
      }
      for (int c = 0; c < columns.length; c++) {
        values.put(names.get(c), Arrays.copyOf(columns[c], row));
      }
    } catch (IOException e) {
      throw new SpotInputException(
          "'%s' cannot be read as text in UTF-8: %s".formatted(path, e.getMessage()), e);
    }
  }

  private List<String> names(String header) {
    // Excel begins a file with a byte order mark.
    String text = header.startsWith("\uFEFF") ? header.substring(1) : header;
    List<String> names = Arrays.stream(text.split(",", -1)).map(CsvFile::unquoted).toList();
    if (text.isBlank() || text.indexOf(';') >= 0 || text.indexOf('\t') >= 0) {
      throw new SpotInputException(
          "'%s': line 1 must have the names of the columns, separated by commas, not '%s'"
              .formatted(path, text));
    }
    if (names.stream().distinct().count() < names.size()) {
      throw new SpotInputException("'%s': line 1 names a column twice: %s".formatted(path, text));
    }
    return names;
  }

  private void parse(String line, int row, List<String> names, float[][] columns) {
    String[] cells = line.split(",", -1);
    if (cells.length != names.size()) {
      throw new SpotInputException(
          "'%s': row %,d has %d values, but there are %d columns"
              .formatted(path, row, cells.length, names.size()));
    }
    for (int c = 0; c < cells.length; c++) {
      String cell = unquoted(cells[c]);
      try {
        columns[c][row] = number(cell);
      } catch (NumberFormatException e) {
        throw new SpotInputException(
            "'%s': row %,d, column '%s' has '%s', which is no number, true or false"
                .formatted(path, row, names.get(c), cell),
            e);
      }
    }
  }

  private static float number(String cell) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "true" -> 1;
      case "false" -> 0;
      case "nan" -> Float.NaN;
      case "inf", "+inf" -> Float.POSITIVE_INFINITY;
      case "-inf" -> Float.NEGATIVE_INFINITY;
      // As NumPy's float64 to float32.
      default -> (float) Double.parseDouble(cell);
    };
  }

  private static String unquoted(String cell) {
    String text = cell.strip();
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public Map<String, List<Long>> columns() {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    values.forEach((name, column) -> shapes.put(name, List.of((long) column.length)));
    return shapes;
  }

  @Override
  public float[] read(String column) {
    size(column);
    return Objects.requireNonNull(values.get(column));
  }

  @Override
  public void close() {
    // Everything has been read.
  }
}
