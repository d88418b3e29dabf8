package org.spotrl.data.format;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes small files of each format. */
public final class SampleFiles {

  private SampleFiles() {}

  /** An HDF5 file in compressed chunks; a name may have a group, {@code infos/qpos}. */
  public static Path hdf5(Path file, Map<String, Object> columns) {
    try (WritableHdfFile out = HdfFile.write(file)) {
      columns.forEach(
          (name, column) -> {
            int slash = name.indexOf('/');
            // Two rows by at most two numbers, compressed as D4RL's files are.
            int[] chunk =
                column instanceof Object[] rows
                    ? new int[] {2, Math.min(2, Array.getLength(rows[0]))}
                    : new int[] {2};
            DatasetCreationOptions chunks =
                DatasetCreationOptions.builder().chunkDimensions(chunk).deflate().build();
            (slash < 0 ? out : out.putGroup(name.substring(0, slash)))
                .putDataset(name.substring(slash + 1), column, chunks);
          });
    }
    return file;
  }

  /** A NumPy archive of arrays in their bytes. */
  public static Path npz(Path file, Map<String, byte[]> arrays) throws IOException {
    try (OutputStream bytes = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
      }
    }
    return file;
  }

  /** An array as {@code numpy.save} writes it, by NumPy's description of its format. */
  public static byte[] npy(String type, String shape, boolean fortran, double... values) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }"
            .formatted(type, fortran ? "True" : "False", shape);
    String padded = header + " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    ByteBuffer numbers =
        ByteBuffer.allocate(8 * values.length)
            .order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      switch (type.substring(1)) {
        case "f8" -> numbers.putDouble(value);
        case "f4" -> numbers.putFloat((float) value);
        case "i8" -> numbers.putLong((long) value);
        default -> numbers.put((byte) value);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.writeBytes(
        ByteBuffer.allocate(2)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) padded.length())
            .array());
    out.writeBytes(padded.getBytes(StandardCharsets.ISO_8859_1));
    out.write(numbers.array(), 0, numbers.position());
    return out.toByteArray();
  }

  /** Three steps with observations of 3 and actions of 2: one terminal, one time-out. */
  public static Map<String, Object> threeSteps() {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("observations", new float[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});
    columns.put("actions", new double[][] {{0.1, -0.1}, {0.2, -0.2}, {0.3, -0.3}});
    columns.put("rewards", new float[] {1, 2, 4});
    columns.put("terminals", new boolean[] {false, true, false});
    columns.put("timeouts", new byte[] {0, 0, 1});
    return columns;
  }
}
