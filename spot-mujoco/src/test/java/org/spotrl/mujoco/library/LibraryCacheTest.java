package org.spotrl.mujoco.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.mujoco.MujocoForTests;
import org.spotrl.mujoco.binding.MujocoRuntime;

class LibraryCacheTest {

  private static final Platform PLATFORM = Platform.LINUX_X86_64;

  @TempDir Path root;

  @Test
  void aWheelWithTheRightLibraryFillsTheCache() throws Exception {
    MujocoRuntime real = MujocoForTests.reference();
    byte[] bytes = Files.readAllBytes(Path.of(real.path()));
    LibraryCache cache = cache(wheel(PLATFORM.wheelEntry(), bytes));

    assertThat(cache.holdsLibrary()).isFalse();
    cache.fill();

    assertThat(cache.holdsLibrary()).isTrue();
    assertThat(cache.file()).hasBinaryContent(bytes);
    assertThat(filesBeside(cache)).containsExactly("libmujoco.so.3.3.7");
  }

  @Test
  void aLibraryWithAnotherChecksumIsDeleted() throws Exception {
    LibraryCache cache = cache(wheel(PLATFORM.wheelEntry(), text("not the library")));

    // SHA-256 of "not the library" by sha256sum.
    assertThatThrownBy(cache::fill)
        .isInstanceOf(LibraryFetchException.class)
        .hasMessageContaining(
            "SHA-256 f51469927697e77fb16da7cabfca494efca42e592d74dcd9d44ee5d98f0cc745"
                + " instead of 23841520ecf60ad648405674a757f260949f7cf6b44deb284398b9851b3f061d");
    assertThat(filesBeside(cache)).isEmpty();
  }

  @Test
  void aWheelWithoutTheLibraryIsRefused() throws Exception {
    LibraryCache cache = cache(wheel("mujoco/other.txt", text("x")));

    assertThatThrownBy(cache::fill)
        .isInstanceOf(LibraryFetchException.class)
        .hasMessage("mujoco.whl does not contain mujoco/libmujoco.so.3.3.7");
    assertThat(filesBeside(cache)).isEmpty();
  }

  @Test
  void aDamagedFileInTheCacheDoesNotCountAsTheLibrary() throws Exception {
    LibraryCache cache = cache((platform, folder) -> folder);
    Files.createDirectories(cache.file().getParent());
    Files.writeString(cache.file(), "half a libr");

    assertThat(cache.holdsLibrary()).isFalse();
  }

  @Test
  void aFolderThatCannotBeCreatedIsNamedWithTheRemedy() throws Exception {
    Path file = Files.writeString(root.resolve("file"), "");
    LibraryCache cache = new LibraryCache(file, PLATFORM, (platform, folder) -> folder);

    assertThatThrownBy(cache::fill)
        .isInstanceOf(LibraryFetchException.class)
        .hasMessageContaining("cannot write into the cache folder '" + file)
        .hasMessageContaining("XDG_CACHE_HOME");
  }

  private LibraryCache cache(WheelSource source) {
    return new LibraryCache(root, PLATFORM, source);
  }

  private static WheelSource wheel(String entry, byte[] content) {
    return (platform, folder) -> {
      Path wheel = folder.resolve("mujoco.whl");
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(content);
      } catch (IOException e) {
        throw new LibraryFetchException("cannot write the wheel", e);
      }
      return wheel;
    };
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Stream<String> filesBeside(LibraryCache cache) throws IOException {
    try (Stream<Path> files = Files.list(cache.file().getParent())) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}
