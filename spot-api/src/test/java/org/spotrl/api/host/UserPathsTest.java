package org.spotrl.api.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;

@DisabledOnOs(OS.WINDOWS) // whose paths have other signs
class UserPathsTest {

  private static final UserPaths PATHS = new UserPaths(Map.of("HOME", "/home/ada"), false);

  @ParameterizedTest
  @CsvSource(
      value = {
        "~ | /home/ada",
        "~/runs | /home/ada/runs",
        "~/ | /home/ada",
        "mlruns | mlruns",
        "./~ | ./~",
        "/data/with blank/of ü & 50% #3?x | /data/with blank/of ü & 50% #3?x",
        "/data/2026-11-27T12:30/runs | /data/2026-11-27T12:30/runs",
        "12:30/runs | 12:30/runs",
        "lambda:0.1 | lambda:0.1",
        "file:runs | runs",
        "file:./runs | ./runs",
        "file:../runs | ../runs",
        "file:/data/runs | /data/runs",
        "file:///data/runs | /data/runs",
        "FILE:///data/runs | /data/runs",
        "File://localhost/data/runs | /data/runs",
        "file:~/runs | /home/ada/runs",
        "file://~/runs | /home/ada/runs",
        "file:///data/with%20blank/%C3%BC | /data/with blank/ü",
        "file:///data/with blank/50% | /data/with blank/50%",
        "file:///data/run%231#2 | /data/run#1#2",
        "file:///data/$1%24 | /data/$1$",
      },
      delimiter = '|')
  void aPathIsUnderstoodAsItsUserMeansIt(String text, String path) {
    assertThat(PATHS.path("tracking.folder", text)).isEqualTo(Path.of(path));
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "'' | it is empty. Name a file or folder",
        "~bob/runs | only ~ and ~/... are understood",
        "$HOME/runs | variables are not replaced here",
        "/scratch/${USER}/runs | variables are not replaced here",
        "C:\\runs | it is a path of Windows",
        "c:/runs | it is a path of Windows",
        "file:///C:/runs | it is a path of Windows",
        "..\\runs | it is a path of Windows",
        "localhost:5000 | Write http://localhost:5000 for a server",
        "mlflow:5000/x | Write http://mlflow:5000/x for a server",
        "http://lab:5000 | it is an address",
        "HTTPS:lab | it is an address",
        "sqlite:///runs.db | it is an address",
        "sqlite:runs.db | it is an address",
        "s3://bucket/runs | it is an address",
        "runs:/0a1b/policy | it is an address",
        "file://disk/runs | it names the folder /runs of another machine, 'disk'",
        "file://runs | Write file:runs for that folder here",
        "file: | it names no folder",
        "file:///data/%FF | %FF is not UTF-8",
      },
      delimiter = '|')
  void whatIsNoPathIsRefusedWithWhatToWrite(String text, String why) {
    assertThatThrownBy(() -> PATHS.path("tracking.folder", text))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("tracking.folder '" + text + "' cannot be used: ")
        .hasMessageContaining(why);
    assertThat(PATHS.existing(text)).isEmpty();
  }

  @Test
  void aPasswordInAnAddressIsNotRepeated() {
    assertThatThrownBy(() -> PATHS.path("--mujoco", "mysql+pymysql://me:secret@db/x"))
        .hasMessageContaining("//***@db/x")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aFileOfADoubtfulNameIsTakenIfItExists(@TempDir Path folder) throws IOException {
    Path odd = Files.createFile(folder.resolve("a\\b $HOME"));

    assertThat(PATHS.path("FILE", odd.toString())).isEqualTo(odd);
    assertThat(PATHS.existing(odd.toString())).contains(odd);
    // A new folder below one of such a name too.
    Path below = Files.createDirectory(folder.resolve("$USER")).resolve("runs");
    assertThat(PATHS.path("tracking.folder", below.toString())).isEqualTo(below);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C:\\runs", "C:/runs", "file:///C:/runs"})
  void windowsHasDrives(String text) {
    UserPaths windows = new UserPaths(Map.of("USERPROFILE", "C:\\Users\\ada"), true);

    assertThat(windows.path("tracking.folder", text).toString())
        .isEqualTo(text.replace("file:///", ""));
    assertThat(windows.path("tracking.folder", "~").toString()).isEqualTo("C:\\Users\\ada");
  }

  @Test
  void theFolderAboveALinkIsThatOfItsTarget(@TempDir Path folder) throws IOException {
    Path disk = Files.createDirectories(folder.resolve("disk/deep/project"));
    Path link = Files.createSymbolicLink(folder.resolve("project"), disk);

    assertThat(PATHS.path("--in", link + "/../mlruns"))
        .isEqualTo(folder.toRealPath().resolve("disk/deep/mlruns"));
    // Without a link the path stays as it was written.
    assertThat(PATHS.path("--in", disk + "/../mlruns")).isEqualTo(disk.resolve("../mlruns"));
  }

  @Test
  void aHomeThatIsNoAbsolutePathIsRefused() {
    assertThatThrownBy(() -> new UserPaths(Map.of("HOME", "ada"), false).path("x", "~/runs"))
        .isInstanceOf(SpotInputException.class)
        .hasMessage(
            "HOME 'ada' cannot be used: it is not an absolute path. Set it to your home folder.");
  }
}
