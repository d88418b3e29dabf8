package org.spotrl.mujoco.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.host.ExternalCommand;

/** A shell script replaces pip: pip's arguments are its positional parameters. */
@DisabledOnOs(OS.WINDOWS)
class PipDownloadTest {

  private static final Duration AMPLE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void theWheelThatPipLeavesIsReturned() throws Exception {
    Path wheel = shell("touch \"${16}/m.whl\"; echo \"$@\" > \"${16}/args\"", AMPLE);

    assertThat(wheel).isEqualTo(folder.resolve("m.whl"));
    assertThat(Files.readString(folder.resolve("args")))
        .startsWith("download --progress-bar=off")
        .contains("--python-version 3.11 --implementation cp --abi cp311")
        .contains("--platform manylinux_2_28_x86_64 --dest " + folder)
        .endsWith("mujoco==3.3.7\n");
  }

  @Test
  void aMissingPythonIsReportedWithTheRemedy() {
    PipDownload pip = new PipDownload(ExternalCommand.of("no-such-python", "-m", "pip"), AMPLE);

    assertThatThrownBy(() -> pip.fetch(Platform.LINUX_X86_64, folder))
        .isInstanceOf(LibraryFetchException.class)
        .hasMessageContaining("cannot start 'no-such-python'")
        .hasMessageContaining("apt install python3-pip");
  }

  @Test
  void aPythonWithoutPipIsReportedWithTheRemedy() {
    assertThatThrownBy(() -> shell("echo '/usr/bin/python3: No module named pip'; exit 1", AMPLE))
        .isInstanceOf(LibraryFetchException.class)
        .hasMessageContaining("Python has no pip")
        .hasMessageContaining("-m ensurepip --upgrade");
  }

  @Test
  void aFailureShowsTheLastLinesOfPip() {
    String script = "i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo line $i >&2; done; exit 3";

    assertThatThrownBy(() -> shell(script, AMPLE))
        .isInstanceOf(LibraryFetchException.class)
        .hasMessageContaining("pip failed with exit code 3")
        .hasMessageContaining("| line 40")
        .hasMessageNotContaining("| line 20\n");
  }

  @Test
  void aPipThatNeverEndsIsStopped() {
    assertThatThrownBy(() -> shell("exec sleep 600", Duration.ofMillis(200)))
        .isInstanceOf(LibraryFetchException.class)
        .hasMessageContaining("pip did not finish within");
  }

  @Test
  void aPipThatLeavesNothingIsReported() {
    assertThatThrownBy(() -> shell("exit 0", AMPLE))
        .isInstanceOf(LibraryFetchException.class)
        .hasMessageContaining("there is no wheel");
  }

  private Path shell(String script, Duration limit) throws LibraryFetchException {
    return new PipDownload(ExternalCommand.of("sh", "-c", script, "pip"), limit)
        .fetch(Platform.LINUX_X86_64, folder);
  }
}
