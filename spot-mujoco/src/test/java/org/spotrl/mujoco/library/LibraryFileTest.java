package org.spotrl.mujoco.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The smallest files that each format allows, written by hand from its header files. */
class LibraryFileTest {

  @TempDir private Path folder;

  @Test
  void wholeLibrariesOfEachFormatAreAccepted() throws IOException {
    assertThat(problem(elf(62, 3), "Linux", "amd64")).isEmpty();
    assertThat(problem(elf(183, 3), "Linux", "aarch64")).isEmpty();
    assertThat(problem(machO(0x0100000c), "Mac OS X", "aarch64")).isEmpty();
    assertThat(problem(fat(0x0100000c), "Mac OS X", "aarch64")).isEmpty();
    assertThat(problem(pe(0x8664), "Windows 11", "amd64")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "elf,Linux,amd64",
    "machO,Mac OS X,aarch64",
    "fat,Mac OS X,aarch64",
    "pe,Windows 11,amd64"
  })
  void aLibraryThatIsCutAnywhereIsFoundOut(String format, String os, String arch)
      throws IOException {
    byte[] whole =
        switch (format) {
          case "elf" -> elf(62, 3);
          case "machO" -> machO(0x0100000c);
          case "fat" -> fat(0x0100000c);
          default -> pe(0x8664);
        };
    for (int length = 0; length < whole.length; length++) {
      assertThat(problem(Arrays.copyOf(whole, length), os, arch))
          .as("the first %d bytes", length)
          .matches("it (is cut: it has \\d+ bytes, and its headers name \\d+; .*|has only .*)");
    }
  }

  @Test
  void aLibraryOfAnotherProcessorOrSystemIsToldSo() throws IOException {
    assertThat(problem(elf(183, 3), "Linux", "amd64"))
        .isEqualTo("it was built for another processor than this Java, which is x86-64");
    assertThat(problem(fat(0x01000007), "Mac OS X", "aarch64"))
        .isEqualTo("it was built for another processor than this Java, which is arm64");
    assertThat(problem(pe(0x8664), "Linux", "amd64"))
        .isEqualTo("it is a library for Windows, and this is Linux");
    assertThat(problem(elf(62, 3), "Mac OS X", "amd64"))
        .isEqualTo("it is a library for Linux, and this is macOS");
  }

  @Test
  void whatIsNoSharedLibraryIsNamed() throws IOException {
    assertThat(problem(elf(62, 2), "Linux", "amd64")).contains("an object file or a program");
    assertThat(problem(filled("PK\003\004"), "Linux", "amd64"))
        .contains("a Python wheel: unpack it");
    assertThat(problem(filled("\037\u008b\010"), "Linux", "amd64")).contains("a gzip file");
    assertThat(problem(filled("!<arch>\n"), "Linux", "amd64")).contains("a static library");
    assertThat(problem(filled("\0\0\0\0"), "Linux", "amd64"))
        .isEqualTo("it is not a shared library");
    String page =
        "<!DOCTYPE html>\n<html><body>The file has moved, see our new pages.</body></html>";
    assertThat(problem(page.getBytes(StandardCharsets.UTF_8), "Linux", "amd64"))
        .isEqualTo("it is a text that begins with '<!DOCTYPE html>', no library");
  }

  @Test
  void headersWithImpossibleNumbersAreToldAsDamaged() throws IOException {
    byte[] elf = elf(62, 3);
    little(elf).putLong(40, -1L);
    byte[] machO = machO(0x0100000c);
    little(machO).putInt(16, Integer.MAX_VALUE);

    assertThat(problem(elf, "Linux", "amd64")).isEqualTo("its headers are damaged");
    assertThat(problem(machO, "Mac OS X", "aarch64")).isEqualTo("its headers are damaged");
  }

  private String problem(byte[] bytes, String os, String arch) throws IOException {
    Path file = Files.write(folder.resolve("lib"), bytes);
    return LibraryFile.problem(file, os, arch).orElse("");
  }

  /** A header, one segment of 40 bytes, and one section header at the end. */
  private static byte[] elf(int machine, int type) {
    byte[] file = new byte[64 + 56 + 40 + 64];
    ByteBuffer bytes = little(file);
    bytes.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    bytes.putShort(16, (short) type).putShort(18, (short) machine);
    bytes.putLong(32, 64).putLong(40, 160);
    bytes.putShort(54, (short) 56).putShort(56, (short) 1);
    bytes.putShort(58, (short) 64).putShort(60, (short) 1);
    bytes.putLong(64 + 8, 120).putLong(64 + 32, 40);
    return file;
  }

  /** A header, one segment command, and the segment's 40 bytes. */
  private static byte[] machO(int processor) {
    byte[] file = new byte[32 + 72 + 40];
    ByteBuffer bytes = little(file);
    bytes.putInt(0, 0xfeedfacf).putInt(4, processor).putInt(12, 6).putInt(16, 1);
    bytes.putInt(32, 0x19).putInt(36, 72).putLong(32 + 40, 104).putLong(32 + 48, 40);
    return file;
  }

  /** A library for one processor after the table of a file for several. */
  private static byte[] fat(int processor) {
    byte[] slice = machO(processor);
    byte[] file = new byte[64 + slice.length];
    ByteBuffer.wrap(file)
        .putInt(0, 0xcafebabe)
        .putInt(4, 1)
        .putInt(8, processor)
        .putInt(16, 64)
        .putInt(20, slice.length);
    System.arraycopy(slice, 0, file, 64, slice.length);
    return file;
  }

  /** Two headers, one section header, and the section's 40 bytes. */
  private static byte[] pe(int processor) {
    byte[] file = new byte[64 + 24 + 40 + 40];
    ByteBuffer bytes = little(file);
    bytes.put(0, new byte[] {'M', 'Z'}).putInt(60, 64);
    bytes.putInt(64, 0x00004550).putShort(68, (short) processor).putShort(70, (short) 1);
    bytes.putInt(88 + 16, 40).putInt(88 + 20, 128);
    return file;
  }

  private static byte[] filled(String start) {
    return Arrays.copyOf(start.getBytes(StandardCharsets.ISO_8859_1), 100);
  }

  private static ByteBuffer little(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }
}
