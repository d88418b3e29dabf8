package org.spotrl.mujoco.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserFoldersTest {

  private static final Path HOME = Path.of("/home/ada");

  @Test
  void linuxUsesDotCacheUnlessXdgSaysOtherwise() {
    assertThat(UserFolders.cache(Map.of(), "Linux", HOME)).isEqualTo(HOME.resolve(".cache/spot"));
    assertThat(UserFolders.cache(Map.of("XDG_CACHE_HOME", "/scratch"), "Linux", HOME))
        .isEqualTo(Path.of("/scratch/spot"));
  }

  @Test
  void aRelativeXdgFolderIsIgnored() {
    assertThat(UserFolders.cache(Map.of("XDG_CACHE_HOME", "scratch"), "Linux", HOME))
        .isEqualTo(HOME.resolve(".cache/spot"));
  }

  @Test
  void macosAndWindowsHaveTheirOwnCustoms() {
    assertThat(UserFolders.cache(Map.of(), "Mac OS X", HOME))
        .isEqualTo(HOME.resolve("Library/Caches/spot"));
    assertThat(UserFolders.cache(Map.of(), "Windows 11", HOME))
        .isEqualTo(HOME.resolve("AppData/Local/spot/cache"));
    assertThat(UserFolders.cache(Map.of("LOCALAPPDATA", "/d/local"), "Windows 11", HOME))
        .isEqualTo(Path.of("/d/local/spot/cache"));
  }
}
