package org.spotrl.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.RealPython;

/** Reads what the real h5py and NumPy write. */
class H5pyContractTest {

  /** Row i has the numbers 3 i, 3 i + 1 and 3 i + 2, over 1000. */
  private static final String WRITE =
      """
      import sys, h5py, numpy as np
      path, compression, dtype, flags = sys.argv[1], COMPRESSION, 'DTYPE', 'FLAGS'
      n = 30_000
      columns = {
          'observations': (np.arange(3 * n).reshape(n, 3) / 1000).astype(dtype),
          'actions': np.linspace(-1, 1, 2 * n).reshape(n, 2).astype(dtype),
          'rewards': np.arange(n).astype(dtype),
          'terminals': (np.arange(n) % 7 == 6).astype(flags),
          'timeouts': (np.arange(n) % 1000 == 999).astype(flags)}
      if path.endswith('npz'):
          np.savez_compressed(path, **columns)
      else:
          with h5py.File(path, 'w') as f:
              for name, column in columns.items():
                  f.create_dataset(name, data=column, **compression)
      """;

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "a.hdf5, 'dict(compression=`gzip`)', f4, bool",
    "a.hdf5, 'dict(compression=`lzf`)', f8, u1",
    "a.hdf5, 'dict(compression=`gzip`, shuffle=True, fletcher32=True)', f8, bool",
    "a.hdf5, 'dict(chunks=True)', '>f4', i8",
    "a.hdf5, dict(), f4, f4",
    "a.npz, dict(), f4, bool",
    "a.npz, dict(), f8, u1"
  })
  void everyFormOfTheSameNumbersIsReadAlike(
      String name, String compression, String type, String flags) throws Exception {
    Path file = temp.resolve(name);
    RealPython.run(
        WRITE
            .replace("COMPRESSION", compression.replace('`', '"'))
            .replace("DTYPE", type)
            .replace("FLAGS", flags),
        file);

    StepTable steps = StepTable.read(file, true);

    assertThat(steps.shape()).isEqualTo(new StepShape(30_000, 3, 2));
    for (int i = 0; i < steps.observations().length; i++) {
      // float64 numbers are rounded once more, as by astype('float32').
      assertThat(steps.observations()[i]).isEqualTo((float) (i / 1000.0));
    }
    assertThat(steps.actions()[0]).isEqualTo(-1);
    assertThat(steps.actions()[59_999]).isEqualTo(1);
    for (int row = 0; row < 30_000; row++) {
      assertThat(steps.rewards()[row]).isEqualTo(row);
      assertThat(steps.terminals()[row]).isEqualTo(row % 7 == 6 ? 1 : 0);
      assertThat(steps.timeouts()[row]).isEqualTo(row % 1000 == 999 ? 1 : 0);
    }
  }

  @Test
  void aTruncatedFileOfH5pyIsRefused() throws Exception {
    Path whole = temp.resolve("whole.hdf5");
    RealPython.run(
        WRITE
            .replace("COMPRESSION", "dict(compression='gzip')")
            .replace("DTYPE", "f4")
            .replace("FLAGS", "bool"),
        whole);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = temp.resolve("cut.hdf5");
    for (int tenth = 1; tenth < 10; tenth++) {
      Files.write(cut, Arrays.copyOf(bytes, bytes.length * tenth / 10));

      assertThatThrownBy(() -> StepTable.read(cut, true))
          .as("cut after %d tenths", tenth)
          .isInstanceOf(SpotInputException.class)
          .hasMessageContaining("damaged or truncated");
    }
  }
}
