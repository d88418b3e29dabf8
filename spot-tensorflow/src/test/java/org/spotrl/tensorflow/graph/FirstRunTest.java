package org.spotrl.tensorflow.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.tensorflow.quiet.StandardErrorFilter;

/** Standard error of a separate process that uses TensorFlow. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "nothing is filtered there")
class FirstRunTest {

  @TempDir private Path folder;

  @Test
  void aProgramThatRunsAGraphPrintsNothingButItsOwnLines() throws Exception {
    assertThat(errorsOf("graph")).isEqualTo("before\nafter: 6.0\n");
  }

  @Test
  void onlyKnownLinesAreLeftOutAndAllElseKeepsItsOrderAndBytes() throws Exception {
    assertThat(errorsOf("filter"))
        .isEqualTo("before\na real error\nübung known\nno line end after: it failed\n");
  }

  private String errorsOf(String what) throws Exception {
    Path errors = folder.resolve("errors.txt");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            what);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(errors.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    // Above it are TensorFlow's errors; below it what it says of itself, which is the user's
    // choice.
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "1");
    assertThat(builder.start().waitFor()).as(Files.readString(errors)).isZero();
    return Files.readString(errors);
  }

  /** The program. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) throws IOException {
      System.err.println("before");
      if (arguments[0].equals("graph")) {
        System.err.println("after: " + sum());
      } else {
        try {
          StandardErrorFilter.run(Program::writeAndFail, line -> line.equals("known"));
        } catch (IllegalStateException e) {
          System.err.println(" after: " + e.getMessage());
        }
      }
    }

    private static float sum() {
      try (GraphBuilder graph = new GraphBuilder()) {
        graph.beginAnalysis("a");
        graph.placeholder("x", 3).sum().named("y");
        try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
          return run.evaluate(Map.of("a/x", new float[] {1, 2, 3}), List.of("a/y"))
              .getOrDefault("a/y", new float[1])[0];
        }
      }
    }

    private static void writeAndFail() {
      byte[] umlaut = {(byte) 0xc3, (byte) 0xbc};
      System.err.print("known\na real error\n");
      System.err.writeBytes(umlaut);
      System.err.print("bung known\nknown\nno line end");
      throw new IllegalStateException("it failed");
    }
  }
}
