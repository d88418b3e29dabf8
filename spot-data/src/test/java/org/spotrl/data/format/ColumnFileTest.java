package org.spotrl.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;

class ColumnFileTest {

  @TempDir private Path temp;

  @Test
  void anHdf5FileIsReadChunkByChunkWhateverItsNumbers() {
    Map<String, Object> columns = SampleFiles.threeSteps();
    columns.put("infos/qpos", new double[][] {{0.5, 1}, {1.5, 2}, {2.5, 3}});

    try (ColumnFile file = ColumnFile.open(SampleFiles.hdf5(temp.resolve("a.hdf5"), columns))) {
      assertThat(file.columns())
          .contains(
              entry("observations", List.of(3L, 3L)),
              entry("rewards", List.of(3L)),
              entry("infos/qpos", List.of(3L, 2L)));
      assertThat(file.read("observations")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
      assertThat(file.read("actions"))
          .as("float64, rounded as NumPy's astype('float32')")
          .containsExactly(0.1f, -0.1f, 0.2f, -0.2f, 0.3f, -0.3f);
      assertThat(file.read("terminals")).containsExactly(0, 1, 0);
      assertThat(file.read("timeouts")).containsExactly(0, 0, 1);
      assertThat(file.read("infos/qpos")).containsExactly(0.5f, 1, 1.5f, 2, 2.5f, 3);
    }
  }

  @Test
  void manyChunksAreReadInTheirOrder() {
    // More than a block: 16,384 rows.
    float[] rewards = new float[40_001];
    for (int row = 0; row < rewards.length; row++) {
      rewards[row] = row;
    }
    Path path = SampleFiles.hdf5(temp.resolve("a.h5"), Map.of("rewards", rewards));

    try (ColumnFile file = ColumnFile.open(path)) {
      assertThat(file.read("rewards")).isEqualTo(rewards);
    }
  }

  @Test
  void aTruncatedHdf5FileIsRefusedByName() throws IOException {
    Path whole = SampleFiles.hdf5(temp.resolve("whole.hdf5"), SampleFiles.threeSteps());
    byte[] bytes = Files.readAllBytes(whole);
    // jHDF writes the data first and then the headers, h5py mixes both: cut at every length.
    for (int length = 8; length < bytes.length; length += 97) {
      Path cut = temp.resolve("cut.hdf5");
      Files.write(cut, Arrays.copyOf(bytes, length));

      assertThatThrownBy(() -> StepTable.read(cut, true))
          .as("cut after %d of %d bytes", length, bytes.length)
          .isInstanceOf(SpotInputException.class)
          .hasMessageContaining("cut.hdf5")
          .hasMessageContaining("damaged or truncated");
    }
  }

  @Test
  void aDamagedChunkIsNamedWithItsRows() throws IOException {
    Path file = SampleFiles.hdf5(temp.resolve("a.hdf5"), Map.of("rewards", new float[] {1, 2, 3}));
    byte[] bytes = Files.readAllBytes(file);
    // A zlib stream of the default level begins with these two bytes.
    int zlib = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("x\u009c");
    assertThat(zlib).isPositive();
    bytes[zlib] = 0;
    Files.write(file, bytes);

    try (ColumnFile damaged = ColumnFile.open(file)) {
      assertThatThrownBy(() -> damaged.read("rewards"))
          .isInstanceOf(SpotInputException.class)
          .hasMessageContaining("column 'rewards' cannot be read in rows 0 to 1");
    }
  }

  @Test
  void whatIsNoHdf5FileIsRefused() throws IOException {
    Path page = Files.writeString(temp.resolve("page.hdf5"), "<html>404</html>");

    assertThatThrownBy(() -> ColumnFile.open(page))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("no HDF5 file");
  }

  @Test
  void aNumpyArchiveIsReadWhateverTypeByteOrderAndOrderOfAxes() throws IOException {
    Path path =
        SampleFiles.npz(
            temp.resolve("a.npz"),
            Map.of(
                "observations", SampleFiles.npy("<f4", "(2, 3)", false, 1, 2, 3, 4, 5, 6),
                "actions", SampleFiles.npy(">f8", "(2, 1)", false, 0.1, -0.1),
                "transposed", SampleFiles.npy("<f8", "(2, 3)", true, 1, 4, 2, 5, 3, 6),
                "rewards", SampleFiles.npy("<i8", "(2,)", false, 7, -8),
                "terminals", SampleFiles.npy("|b1", "(2,)", false, 0, 1)));

    try (ColumnFile file = ColumnFile.open(path)) {
      assertThat(file.columns()).contains(entry("observations", List.of(2L, 3L)));
      assertThat(file.read("observations")).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(file.read("actions")).containsExactly(0.1f, -0.1f);
      assertThat(file.read("transposed")).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(file.read("rewards")).containsExactly(7, -8);
      assertThat(file.read("terminals")).containsExactly(0, 1);
    }
  }

  @Test
  void aDamagedNumpyArchiveIsRefused() throws IOException {
    Path path =
        SampleFiles.npz(
            temp.resolve("a.npz"),
            Map.of(
                "short", SampleFiles.npy("<f4", "(3,)", false, 1, 2),
                "text", SampleFiles.npy("<U3", "(1,)", false, 1)));

    try (ColumnFile file = ColumnFile.open(path)) {
      assertThatThrownBy(() -> file.read("short")).hasMessageContaining("array 'short'");
      assertThatThrownBy(() -> file.read("text")).hasMessageContaining("NumPy's type '<U3'");
      assertThatThrownBy(() -> file.read("other"))
          .hasMessageContaining("no column 'other'")
          .hasMessageContaining("short");
    }
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> ColumnFile.open(path))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("damaged or truncated");
  }

  @Test
  void aCsvFileHasOneColumnForEachNumberOfAVector() throws IOException {
    Path path = temp.resolve("a.csv");
    Files.writeString(
        path,
        """
        observations_0,observations_1,actions,rewards,terminals
        1,2,0.1,-1,false
        3,4e0,"0.2",1.5,True

        """);

    StepTable steps = StepTable.read(path, true);

    assertThat(steps.shape()).isEqualTo(new StepShape(2, 2, 1));
    assertThat(steps.observations()).containsExactly(1, 2, 3, 4);
    assertThat(steps.actions()).containsExactly(0.1f, 0.2f);
    assertThat(steps.terminals()).containsExactly(0, 1);
    assertThat(steps.timeouts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rewards,actions\n1,x\n: row 0, column 'actions' has 'x'",
        "rewards,actions\n1,2\n1\n: row 1 has 1 values, but there are 2 columns",
        "rewards;actions\n1;2\n: line 1 must have the names",
        "rewards,rewards\n1,2\n: line 1 names a column twice"
      })
  void aWrongCsvFileIsRefusedByRow(String textAndMessage) throws IOException {
    int colon = textAndMessage.lastIndexOf("\n: ");
    Path path = temp.resolve("a.csv");
    Files.writeString(path, textAndMessage.substring(0, colon + 1));

    assertThatThrownBy(() -> ColumnFile.open(path))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(textAndMessage.substring(colon + 3));
  }

  @Test
  void otherFilesAreRefusedWithTheRemedy() throws IOException {
    Path parquet = Files.createFile(temp.resolve("log.parquet"));
    Path other = Files.createFile(temp.resolve("log.pkl"));

    assertThatThrownBy(() -> ColumnFile.open(parquet))
        .hasMessageContaining("pd.read_parquet")
        .hasMessageContaining("log.npz");
    assertThatThrownBy(() -> ColumnFile.open(other)).hasMessageContaining("unknown ending");
    assertThatThrownBy(() -> ColumnFile.open(temp.resolve("absent.npz")))
        .hasMessageContaining("there is no file");
  }
}
