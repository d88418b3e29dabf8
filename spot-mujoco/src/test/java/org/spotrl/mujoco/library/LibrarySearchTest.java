package org.spotrl.mujoco.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.mujoco.binding.MujocoRuntime;
import org.spotrl.mujoco.binding.UnusableLibraryException;

class LibrarySearchTest {

  private static final MujocoRuntime LOADED = mock(MujocoRuntime.class);

  @TempDir Path folder;

  private final List<String> opened = new ArrayList<>();

  @Test
  void aGivenPathIsTheOnlyOneTried() throws Exception {
    Path library = library();

    LibraryStatus status =
        search(Map.of("MUJOCO_LIBRARY", "/elsewhere"), library.toString())
            .run(MujocoSettings.STANDARD.withLibrary(library));

    assertThat(status).isEqualTo(new LibraryStatus.Found(LOADED, LibrarySource.GIVEN, List.of()));
    assertThat(opened).containsExactly(library.toString());
  }

  @Test
  void theEnvironmentVariableNamesALibraryToo() throws Exception {
    Path library = library();

    LibraryStatus status =
        search(Map.of("MUJOCO_LIBRARY", library.toString()), library.toString())
            .run(MujocoSettings.STANDARD);

    assertThat(status).isEqualTo(new LibraryStatus.Found(LOADED, LibrarySource.GIVEN, List.of()));
  }

  @Test
  void aGivenPathThatDoesNotExistIsAnErrorAndNothingElseIsTried() {
    Path wrong = folder.resolve("nowhere.so");

    LibraryStatus status =
        search(Map.of(), "mujoco").run(MujocoSettings.STANDARD.withLibrary(wrong));

    assertThat(problem(status))
        .startsWith(
            "MuJoCo's library '" + wrong + "' (named by --mujoco) does not exist; give the path");
    assertThat(opened).isEmpty();
  }

  @Test
  void aFolderInsteadOfTheFileIsAnError() {
    LibraryStatus status =
        search(Map.of("MUJOCO_LIBRARY", folder.toString()), "mujoco").run(MujocoSettings.STANDARD);

    assertThat(problem(status)).contains("(named by MUJOCO_LIBRARY) is a folder");
  }

  @Test
  void aGivenLibraryThatCannotBeUsedIsAnErrorAndNothingElseIsTried() throws Exception {
    Path library = library();

    LibraryStatus status =
        search(Map.of(), "mujoco").run(MujocoSettings.STANDARD.withLibrary(library));

    assertThat(problem(status))
        .contains("'" + library + "' (named by --mujoco) cannot be used: refused " + library);
    assertThat(opened).containsExactly(library.toString());
  }

  @Test
  void afterAFailedDownloadTheSystemLibraryIsUsedWithANote() {
    LibraryStatus status = search(Map.of(), "libmujoco.so.2.2.2").run(MujocoSettings.STANDARD);

    assertThat(status).isInstanceOf(LibraryStatus.Found.class);
    LibraryStatus.Found found = (LibraryStatus.Found) status;
    assertThat(found.source()).isEqualTo(LibrarySource.SYSTEM);
    assertThat(found.notes()).contains("download: no network");
  }

  @Test
  void withoutAnyLibraryEveryAttemptIsListedWithTheRemedy() {
    LibraryStatus status = search(Map.of(), "none of them").run(MujocoSettings.STANDARD);

    assertThat(problem(status))
        .contains(
            "- download: no network", "- system: refused mujoco; refused libmujoco.so.3.4.0; ")
        .contains("apt install libmujoco2.2.2", "--mujoco or MUJOCO_LIBRARY");
  }

  @Test
  void offlineNothingIsFetched() {
    LibraryStatus status = search(Map.of(), "none of them").run(MujocoSettings.STANDARD.offline());

    assertThat(problem(status)).contains("the first run downloads it").doesNotContain("no network");
  }

  @Test
  void aPlatformWithoutAWheelGoesToTheSystem() {
    LibraryStatus status =
        new LibrarySearch(Map.of(), Optional.empty(), open("mujoco")).run(MujocoSettings.STANDARD);

    assertThat(status).isInstanceOf(LibraryStatus.Found.class);
  }

  @Test
  void aLinkToNothingIsToldWithItsTarget() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("lib.so"), folder.resolve("gone.so"));

    LibraryStatus status =
        search(Map.of(), "mujoco").run(MujocoSettings.STANDARD.withLibrary(link));

    assertThat(problem(status))
        .contains("does not exist: it is a link to '" + folder.resolve("gone.so") + "'; give");
  }

  @Test
  void aCutLibraryIsNotOpened() throws Exception {
    Path library = library();
    byte[] bytes = Files.readAllBytes(library);
    Files.write(library, Arrays.copyOf(bytes, bytes.length / 2));

    LibraryStatus status =
        search(Map.of("MUJOCO_LIBRARY", library.toString()), library.toString())
            .run(MujocoSettings.STANDARD);

    assertThat(problem(status))
        .contains("'" + library + "' (named by MUJOCO_LIBRARY) cannot be used: it is cut");
    assertThat(opened).isEmpty();
  }

  @Test
  void aLibraryInTheCacheThatIsCutIsFetchedAgain() throws Exception {
    Path cached = cacheFolder().file();
    Files.createDirectories(cached.getParent());
    Files.writeString(cached, "half a libr");

    LibraryStatus status = search(Map.of(), cached.toString()).run(MujocoSettings.STANDARD);

    assertThat(problem(status)).contains("- download: no network");
    assertThat(opened).doesNotContain(cached.toString());
  }

  /** A library that can be loaded here: one of Java's own. */
  private Path library() throws IOException {
    Path java = Path.of(System.getProperty("java.home"));
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    Path small = java.resolve(windows ? "bin" : "lib").resolve(System.mapLibraryName("jimage"));
    return Files.copy(small, folder.resolve("lib.so")).toRealPath();
  }

  private LibrarySearch search(Map<String, String> environment, String usable) {
    return new LibrarySearch(environment, Optional.of(cacheFolder()), open(usable));
  }

  private LibraryCache cacheFolder() {
    WheelSource offline =
        (platform, work) -> {
          throw new LibraryFetchException("no network");
        };
    return new LibraryCache(folder.resolve("cache"), Platform.LINUX_X86_64, offline);
  }

  private LibrarySearch.Opener open(String usable) {
    return name -> {
      opened.add(name);
      if (name.equals(usable)) {
        return LOADED;
      }
      throw new UnusableLibraryException("refused " + name);
    };
  }

  private static String problem(LibraryStatus status) {
    assertThat(status).isInstanceOf(LibraryStatus.Missing.class);
    return ((LibraryStatus.Missing) status).problem();
  }
}
