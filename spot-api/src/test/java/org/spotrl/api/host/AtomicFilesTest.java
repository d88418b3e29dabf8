package org.spotrl.api.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

  /** Linux's disk in memory. */
  private static final Path MEMORY = Path.of("/dev/shm");

  @TempDir Path folder;

  @Test
  void aFileIsReplacedAndNothingElseIsLeft() throws IOException {
    Path file = folder.resolve("a.txt");

    AtomicFiles.replace(folder, file, "old");
    AtomicFiles.replace(folder, file, "new \u00e4");

    assertThat(file).hasContent("new \u00e4");
    assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void aFailedWriteKeepsTheOldFileAndLeavesNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "old");

    assertThatThrownBy(
            () ->
                AtomicFiles.replace(
                    folder,
                    file,
                    made -> {
                      Files.writeString(made, "half");
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    assertThat(file).hasContent("old");
    assertThat(folder).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void aCopyHasTheContentOfItsSource() throws IOException {
    Path source = Files.writeString(folder.resolve("a"), "text");

    AtomicFiles.copy(folder, source, folder.resolve("b"));

    assertThat(folder.resolve("b")).hasContent("text");
    assertThat(source).exists();
  }

  @Test
  void aFolderAppearsWithItsContentAndIsNotReplaced() throws IOException {
    Path target = folder.resolve("sub/target");

    assertThat(AtomicFiles.createFolder(staging(), target, made -> fill(made, "first"))).isTrue();
    assertThat(AtomicFiles.createFolder(staging(), target, made -> fill(made, "second"))).isFalse();

    assertThat(target.resolve("file")).hasContent("first");
    assertThat(folder).isDirectoryNotContaining("glob:**/.staging-*");
  }

  @Test
  @EnabledIf("hasAnotherDisk")
  void filesAndFoldersAppearOnAnotherDiskToo() throws IOException {
    Path disk = Files.createTempDirectory(MEMORY, "spot");
    try {
      AtomicFiles.replace(folder, disk.resolve("a.txt"), "first");
      AtomicFiles.replace(folder, disk.resolve("a.txt"), "second");
      Path target = disk.resolve("target");
      assertThat(AtomicFiles.createFolder(staging(), target, made -> fill(made, "first"))).isTrue();
      assertThat(AtomicFiles.createFolder(staging(), target, made -> fill(made, "x"))).isFalse();

      assertThat(disk.resolve("a.txt")).hasContent("second");
      assertThat(target.resolve("file")).hasContent("first");
      assertThat(disk).isDirectoryNotContaining("glob:**/.staging-*");
      assertThat(folder).isEmptyDirectory();
    } finally {
      AtomicFiles.deleteTree(disk);
    }
  }

  static boolean hasAnotherDisk() throws IOException {
    Path usual = Path.of(System.getProperty("java.io.tmpdir"));
    return Files.isWritable(MEMORY)
        && !Files.getFileStore(MEMORY).equals(Files.getFileStore(usual));
  }

  @Test
  void leftoversOfAKilledProcessAreRemoved() throws IOException {
    fill(Files.createDirectory(staging()), "half");
    Files.writeString(staging(), "half");
    Path kept = Files.writeString(folder.resolve(".hidden"), "kept");

    AtomicFiles.cleanStaging(folder);

    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(kept);
    }
  }

  @Test
  void aNewFileDoesNotReplaceOne() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFiles.writeNew(file, "text");
    AtomicFiles.syncFolder(folder);

    assertThat(file).hasContent("text");
    assertThatThrownBy(() -> AtomicFiles.writeNew(file, "other"))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // links need a privilege there
  void deletingATreeDoesNotFollowLinks() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    fill(outside, "kept");
    Path tree = Files.createDirectory(folder.resolve("tree"));
    fill(Files.createDirectory(tree.resolve("sub")), "gone");
    Files.createSymbolicLink(tree.resolve("link"), outside);

    AtomicFiles.deleteTree(tree);
    AtomicFiles.deleteTree(tree); // absent now: nothing to do

    assertThat(tree).doesNotExist();
    assertThat(outside.resolve("file")).hasContent("kept");
  }

  private Path staging() {
    return AtomicFiles.stagingName(folder);
  }

  private static void fill(Path folder, String text) throws IOException {
    Files.writeString(folder.resolve("file"), text);
  }
}
