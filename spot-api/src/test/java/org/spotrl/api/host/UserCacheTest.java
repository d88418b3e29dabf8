package org.spotrl.api.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserCacheTest {

  private static final Path HOME = Path.of("/home/ada");

  @Test
  void linuxUsesDotCacheUnlessXdgSaysOtherwise() {
    assertThat(UserCache.folder(Map.of(), "Linux", HOME)).isEqualTo(HOME.resolve(".cache/spot"));
    assertThat(UserCache.folder(Map.of("XDG_CACHE_HOME", "/scratch"), "Linux", HOME))
        .isEqualTo(Path.of("/scratch/spot"));
  }

  @Test
  void aRelativeXdgFolderIsIgnored() {
    assertThat(UserCache.folder(Map.of("XDG_CACHE_HOME", "scratch"), "Linux", HOME))
        .isEqualTo(HOME.resolve(".cache/spot"));
  }

  @Test
  void macosAndWindowsUseTheirOwnConventions() {
    assertThat(UserCache.folder(Map.of(), "Mac OS X", HOME))
        .isEqualTo(HOME.resolve("Library/Caches/spot"));
    assertThat(UserCache.folder(Map.of(), "Windows 11", HOME))
        .isEqualTo(HOME.resolve("AppData/Local/spot/cache"));
    assertThat(UserCache.folder(Map.of("LOCALAPPDATA", "/d/local"), "Windows 11", HOME))
        .isEqualTo(Path.of("/d/local/spot/cache"));
  }
}
