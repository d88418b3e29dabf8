package org.spotrl.mlflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;

/** What the tests let another Java process do: start runs, or write until it is killed. */
public final class OtherProcess {

  private OtherProcess() {}

  /** Starts this class in a new process with the given arguments. */
  static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(OtherProcess.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** {@code start ROOT COUNT} or {@code write ROOT}. */
  public static void main(String[] arguments) throws IOException {
    FolderTracker tracker = new FolderTracker(Path.of(arguments[1]));
    if (arguments[0].equals("start")) {
      System.out.write('r');
      System.out.flush();
      // Goes on when the test closes this stream, so that all processes start at once.
      if (System.in.read() >= 0) {
        throw new IllegalStateException("nothing is sent");
      }
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        tracker.start(Examples.description("study-" + i, "r")).finish(RunStatus.FINISHED);
      }
      return;
    }
    TrackedRun run = tracker.start(Examples.description("study", "killed"));
    System.out.println(run.id());
    for (long step = 1; ; step++) {
      run.metrics(step, Map.of("train/a", step * 1.0, "train/b", step * 2.0));
      run.text("progress/step.txt", Long.toString(step).repeat(1000));
      System.out.println(step);
    }
  }
}
