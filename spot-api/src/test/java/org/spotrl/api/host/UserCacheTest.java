package org.spotrl.api.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UserCacheTest {

  @Test
  void linuxUsesDotCacheUnlessXdgSaysOtherwise() {
    assertThat(folder("Linux", Map.of())).isEqualTo(Path.of("/home/ada/.cache/spot"));
    assertThat(folder("Linux", Map.of("XDG_CACHE_HOME", "/scratch")))
        .isEqualTo(Path.of("/scratch/spot"));
    assertThat(folder("Linux", Map.of("XDG_CACHE_HOME", "~/scratch")))
        .isEqualTo(Path.of("/home/ada/scratch/spot"));
  }

  @Test
  void aRelativeXdgFolderIsIgnoredWithANote() {
    assertThat(folder("Linux", Map.of("XDG_CACHE_HOME", "scratch")))
        .isEqualTo(Path.of("/home/ada/.cache/spot"));
    assertThat(UserCache.note(Map.of("XDG_CACHE_HOME", "scratch"), "Linux").orElse(""))
        .contains("XDG_CACHE_HOME is 'scratch'", "ignored", "~/.cache");
    assertThat(UserCache.note(Map.of("XDG_CACHE_HOME", "/scratch"), "Linux")).isEmpty();
    assertThat(UserCache.note(Map.of(), "Linux")).isEmpty();
    assertThat(UserCache.note(Map.of("XDG_CACHE_HOME", "scratch"), "Mac OS X")).isEmpty();
  }

  @Test
  void macosAndWindowsUseTheirOwnConventions() {
    assertThat(folder("Mac OS X", Map.of())).isEqualTo(Path.of("/home/ada/Library/Caches/spot"));
    assertThat(folder("Windows 11", Map.of()))
        .isEqualTo(Path.of("/home/ada/AppData/Local/spot/cache"));
    assertThat(folder("Windows 11", Map.of("LOCALAPPDATA", "/d/local")))
        .isEqualTo(Path.of("/d/local/spot/cache"));
  }

  private static Path folder(String osName, Map<String, String> variables) {
    Map<String, String> environment = new TreeMap<>(variables);
    environment.put("HOME", "/home/ada");
    environment.put("USERPROFILE", "/home/ada");
    return UserCache.folder(environment, osName);
  }
}
