package org.spotrl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.Sha256;

class SafetensorsFileTest {

  /**
   * Written for {@link #small()} by {@code safetensors.numpy.save} of Python's safetensors 0.8.0.
   */
  private static final String FROM_PYTHON =
      "+AAAAAAAAAB7ImNvdW50ZXIiOnsiZHR5cGUiOiJJNjQiLCJzaGFwZSI6W10sImRhdGFfb2Zmc2V0cyI6"
          + "WzAsOF19LCJtb21lbnRzIjp7ImR0eXBlIjoiSTY0Iiwic2hhcGUiOlsyXSwiZGF0YV9vZmZzZXRzIjpb"
          + "OCwyNF19LCJhIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlswLDNdLCJkYXRhX29mZnNldHMiOlsyNCwy"
          + "NF19LCJwb2xpY3kvMC9rZXJuZWwiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzEsM10sImRhdGFfb2Zm"
          + "c2V0cyI6WzI0LDM2XX19IAcAAAAAAAAA//////////8AAAAAAAEAAAAAwD8AAACAAACAfw==";

  @TempDir Path folder;

  /** A scalar, an empty tensor, both types, and names that do not sort by type. */
  private static StateDict small() {
    return new StateDict(
        Map.of(
            "policy/0/kernel",
            new StateTensor.Floats(
                new long[] {1, 3}, new float[] {1.5f, -0f, Float.POSITIVE_INFINITY}),
            "counter",
            new StateTensor.Longs(new long[] {}, new long[] {7}),
            "a",
            new StateTensor.Floats(new long[] {0, 3}, new float[0]),
            "moments",
            new StateTensor.Longs(new long[] {2}, new long[] {-1, 1L << 40})));
  }

  private Path write(StateDict state) throws IOException {
    Path file = Files.createTempFile(folder, "state", ".safetensors");
    Files.delete(file);
    SafetensorsFile.write(file, state);
    return file;
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(folder, "state", ".safetensors"), bytes);
  }

  private Path file(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return file(
        ByteBuffer.allocate(8 + json.length + dataBytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .array());
  }

  @Test
  void writesTheBytesThatPythonsLibraryWrites() throws IOException {
    assertThat(write(small())).hasBinaryContent(Base64.getDecoder().decode(FROM_PYTHON));
  }

  @Test
  void theHeaderIsInDataOrderAndPaddedToEightBytes() throws IOException {
    Path file =
        write(
            new StateDict(
                Map.of("w", new StateTensor.Floats(new long[] {2}, new float[] {1f, 2f}))));

    // {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} has 54 characters; 56 is the next
    // multiple of 8.
    String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}  ";
    byte[] expected =
        ByteBuffer.allocate(8 + 56 + 8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(56)
            .put(header.getBytes(StandardCharsets.US_ASCII))
            .putFloat(1f)
            .putFloat(2f)
            .array();
    assertThat(file).hasBinaryContent(expected);
  }

  @Test
  void keepsEveryBitOfEveryNumber() throws IOException {
    int[] bits = {
      0x7FC00000, 0x7FC12345, 0xFFFFFFFF, 0x7F800001, 0x80000000, 1, 0x7F800000, 0x3F800000
    };
    float[] floats = new float[bits.length];
    ByteBuffer raw = ByteBuffer.allocate(4 * bits.length);
    raw.asIntBuffer().put(bits);
    raw.asFloatBuffer().get(floats);
    StateDict state =
        new StateDict(
            Map.of(
                "odd", new StateTensor.Floats(new long[] {2, 4}, floats),
                "scalar", new StateTensor.Floats(new long[] {}, new float[] {-0f}),
                "empty", new StateTensor.Longs(new long[] {4, 0}, new long[0]),
                "limits",
                    new StateTensor.Longs(
                        new long[] {2}, new long[] {Long.MIN_VALUE, Long.MAX_VALUE})));

    StateDict read = SafetensorsFile.read(write(state));

    assertThat(read.tensors().keySet()).containsExactly("empty", "limits", "odd", "scalar");
    assertThat(shapes(read))
        .isEqualTo(Map.of("odd", "[2, 4]", "scalar", "[]", "empty", "[4, 0]", "limits", "[2]"));
    ByteBuffer back = ByteBuffer.allocate(4 * bits.length);
    back.asFloatBuffer().put(read.floats("odd", 8));
    int[] readBits = new int[bits.length];
    back.asIntBuffer().get(readBits);
    assertThat(readBits).containsExactly(bits);
    assertThat(Float.floatToRawIntBits(read.floats("scalar", 1)[0])).isEqualTo(0x80000000);
    assertThat(read.longs("empty", 0)).isEmpty();
    assertThat(read.longs("limits", 2)).containsExactly(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static Map<String, String> shapes(StateDict state) {
    Map<String, String> shapes = new HashMap<>();
    state.tensors().forEach((name, tensor) -> shapes.put(name, Arrays.toString(tensor.shape())));
    return shapes;
  }

  @Test
  void tensorsLongerThanTheBufferAreReadBack() throws IOException {
    // The buffer takes 65,536 floats or 32,768 longs; neither length is a multiple.
    float[] floats = new float[200_001];
    long[] longs = new long[100_003];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = i * 0.5f;
    }
    Arrays.setAll(longs, i -> -3L * i);
    StateDict state =
        new StateDict(
            Map.of(
                "f", new StateTensor.Floats(new long[] {3, 66_667}, floats),
                "l", new StateTensor.Longs(new long[] {longs.length}, longs)));

    StateDict read = SafetensorsFile.read(write(state));

    // Not containsExactly, which boxes each number.
    assertThat(Arrays.equals(read.floats("f", floats.length), floats)).isTrue();
    assertThat(Arrays.equals(read.longs("l", longs.length), longs)).isTrue();
  }

  @Test
  void anEmptyStateIsReadBack() throws IOException {
    assertThat(SafetensorsFile.read(write(new StateDict(Map.of()))).tensors()).isEmpty();
  }

  @Test
  void equalStatesGiveEqualBytesInAnyOrderOfInsertion() throws IOException {
    Map<String, StateTensor> reversed = new LinkedHashMap<>();
    small().tensors().entrySet().stream()
        .sorted(Map.Entry.<String, StateTensor>comparingByKey().reversed())
        .forEach(e -> reversed.put(e.getKey(), e.getValue()));

    assertThat(write(new StateDict(reversed))).hasSameBinaryContentAs(write(small()));
  }

  @Test
  void returnsTheChecksumOfTheFile() throws IOException {
    Path file = folder.resolve("x");

    assertThat(SafetensorsFile.write(file, small())).isEqualTo(Sha256.of(file));
  }

  @Test
  void doesNotWriteOverAFile() throws IOException {
    Path file = write(small());

    assertThatThrownBy(() -> SafetensorsFile.write(file, small()))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aFileCutOffAtAnyByteIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(write(small()));

    for (int length = 0; length < whole.length; length++) {
      Path cut = file(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SafetensorsFile.read(cut))
          .as("cut to %d of %d bytes", length, whole.length)
          .isInstanceOf(SpotInputException.class)
          .hasMessageStartingWith(cut + " is damaged or not a safetensors file: ");
    }
  }

  @Test
  void aFileWithExtraBytesIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(write(small()));
    Path longer = file(Arrays.copyOf(whole, whole.length + 1));

    assertThatThrownBy(() -> SafetensorsFile.read(longer))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("its tensors take 36 bytes, but the file has 37 bytes of data");
  }

  @Test
  void aFlippedBitInAnyByteOfTheHeaderIsRefusedOrHarmless() throws IOException {
    byte[] whole = Files.readAllBytes(write(small()));
    int headerEnd = whole.length - 36;
    for (int i = 0; i < headerEnd; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) (1 << (i % 8));
      Path file = folder.resolve("flipped");
      Files.write(file, flipped);
      try {
        // A changed letter of a tensor's name still gives a valid file; any other change must not.
        assertThat(SafetensorsFile.read(file).tensors()).hasSizeBetween(3, 4);
      } catch (SpotInputException e) {
        assertThat(e).hasMessageContaining("is damaged or not a safetensors file");
      }
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | its header is not a JSON object",
        "{} {} | its header is not JSON",
        "{'a':1} | tensor 'a' must have exactly dtype, shape and data_offsets, not 1",
        "{'a':{'dtype':'F32','shape':[0]}} | tensor 'a' must have exactly",
        "{'a':{'dtype':'BF16','shape':[4],'data_offsets':[0,8]}} | tensor 'a' has the dtype \"BF16\"; only F32 and I64 are supported",
        "{'a':{'dtype':4,'shape':[4],'data_offsets':[0,8]}} | tensor 'a' has the dtype 4;",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,16]}} | needs 8 bytes, but its data_offsets give it 16",
        "{'a':{'dtype':'F32','shape':[-2,-1],'data_offsets':[0,8]}} | has the shape [-2,-1]; expected integers >= 0",
        "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} | has the shape [2.0]; expected integers >= 0",
        "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}} | expected integers >= 0",
        "{'a':{'dtype':'F32','shape':{},'data_offsets':[0,8]}} | has the shape {}; expected a list",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | too large for a Java array",
        "{'a':{'dtype':'F32','shape':[2147483647],'data_offsets':[0,8]}} | too large for a Java array",
        "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,24]}} | at most 16 (the file may be truncated)",
        "{'a':{'dtype':'F32','shape':[0],'data_offsets':[8,0]}} | expected two increasing numbers",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | its tensors take 8 bytes, but the file has 16",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[3],'data_offsets':[4,16]}} | tensor 'b' starts at byte 4 of the data, but the one before it ends at 8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}} | tensor 'a' starts at byte 8 of the data, but the one before it ends at 0",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}} | its header is not JSON",
      })
  void aHeaderThatDoesNotFitIsRefusedByName(String header, String message) throws IOException {
    Path file = file(header.replace('\'', '"'), 16);

    assertThatThrownBy(() -> SafetensorsFile.read(file))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aHostileHeaderIsRefusedBeforeMemoryIsAllocated() throws IOException {
    byte[] huge = new byte[64];
    Arrays.fill(huge, (byte) 0xFF);
    assertThatThrownBy(() -> SafetensorsFile.read(file(huge)))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("its header length is 18446744073709551615 bytes");

    // Nested so deeply that a recursive parser would overflow its stack.
    assertThatThrownBy(() -> SafetensorsFile.read(file("[".repeat(1_000_000), 0)))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("its header is not JSON");

    byte[] notText = {2, 0, 0, 0, 0, 0, 0, 0, (byte) 0xC3, '}'};
    assertThatThrownBy(() -> SafetensorsFile.read(file(notText)))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("its header is not UTF-8 text");
  }

  @Test
  void metadataOfOtherWritersIsIgnored() throws IOException {
    Path file =
        file(
            "{\"__metadata__\":{\"format\":\"pt\"},\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
            8);

    assertThat(SafetensorsFile.read(file).longs("a", 1)).containsExactly(0L);
  }

  @Test
  void aTensorMayNotTakeTheReservedName() {
    StateDict state =
        new StateDict(Map.of("__metadata__", new StateTensor.Longs(new long[0], new long[1])));

    assertThatThrownBy(() -> SafetensorsFile.write(folder.resolve("x"), state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("__metadata__");
  }

  @Test
  void anAbsentFileIsNamed() {
    Path absent = folder.resolve("absent.safetensors");

    assertThatThrownBy(() -> SafetensorsFile.read(absent))
        .isInstanceOf(SpotInputException.class)
        .hasMessage("there is no file " + absent);
  }
}
