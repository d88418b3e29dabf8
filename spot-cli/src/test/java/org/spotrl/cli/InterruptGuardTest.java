package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InterruptGuardTest {

  private static final int SIGINT = 2;

  @TempDir private Path temp;

  @Test
  @EnabledOnOs(OS.LINUX)
  void aSecondCtrlCEndsTheProcessAtOnceAndSaysWhatIsKept() throws Exception {
    assumeFalse(interruptsAreIgnored(), "this process was started with SIGINT ignored");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Stuck.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("output").toFile())
            .start();
    awaitOutput(process, "working");

    interrupt(process);
    awaitOutput(process, "stopping: nothing to save yet");
    interrupt(process);

    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(temp.resolve("output"))
        .content()
        .contains("ended at once: this command has recorded nothing");
  }

  /** Work that ignores its stop signal. */
  static final class Stuck {

    private Stuck() {}

    public static void main(String[] arguments) {
      System.exit(
          InterruptGuard.guarded(
              () -> {
                InterruptGuard.stop();
                System.out.println("working");
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                return 0;
              }));
    }
  }

  private void awaitOutput(Process process, String text) throws Exception {
    while (!Files.readString(temp.resolve("output")).contains(text)) {
      assertThat(process.isAlive()).as(Files.readString(temp.resolve("output"))).isTrue();
      Thread.onSpinWait();
    }
  }

  private static void interrupt(Process process) throws Exception {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  /** A child inherits ignored signals, for example in a script that runs in the background. */
  private static boolean interruptsAreIgnored() throws Exception {
    String ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow()
            .replaceFirst("SigIgn:\\s*", "");
    return (Long.parseUnsignedLong(ignored, 16) >> (SIGINT - 1) & 1) == 1;
  }
}
