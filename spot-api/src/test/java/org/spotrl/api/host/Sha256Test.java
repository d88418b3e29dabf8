package org.spotrl.api.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {

  // FIPS 180-2, appendix B.1: the checksum of "abc".
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void textBytesAndFilesHaveTheSameChecksum(@TempDir Path folder) throws IOException {
    assertThat(Sha256.of("abc")).isEqualTo(ABC);
    assertThat(Sha256.of("abc".getBytes(StandardCharsets.UTF_8))).isEqualTo(ABC);
    assertThat(Sha256.of(Files.writeString(folder.resolve("file"), "abc"))).isEqualTo(ABC);
  }

  @Test
  void aFileLargerThanTheBufferIsReadWhole(@TempDir Path folder) throws IOException {
    byte[] bytes = new byte[(1 << 19) + 3];
    bytes[bytes.length - 1] = 1;

    assertThat(Sha256.of(Files.write(folder.resolve("file"), bytes))).isEqualTo(Sha256.of(bytes));
  }
}
