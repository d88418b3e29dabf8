package org.spotrl.api.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.spotrl.api.error.SpotInputException;

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
  void aRelativeXdgFolderIsRefusedAndNotReplaced() {
    assertThatThrownBy(() -> folder("Linux", Map.of("XDG_CACHE_HOME", "scratch")))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(
            "XDG_CACHE_HOME 'scratch' cannot be used: it is not an absolute path");
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
