package org.spotrl.studies.sweep;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.spotrl.studies.study.StudyRecord;

/** Starts this program again for one run, with the same Java options and class path. */
final class SpotLauncher implements RunProcess.Launcher {

  /** Hidden command of {@code spot} that runs one run of a study. */
  static final String COMMAND = "sweep-task";

  /** Share of the machine's memory for the Java heaps of all processes, percent. */
  private static final double HEAP_PERCENT = 50;

  private final StudyRecord record;
  private final int jobs;
  private final List<String> options;

  SpotLauncher(StudyRecord record, int jobs, List<String> options) {
    this.record = record;
    this.jobs = jobs;
    this.options = List.copyOf(options);
  }

  @Override
  public Process launch(String key) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Training needs the optimising compiler, which the sweep itself is started without.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-Dspot.terminal"))
        .filter(option -> !option.equals("-XX:TieredStopAtLevel=1"))
        .forEach(command::add);
    command.add("-XX:MaxRAMPercentage=" + HEAP_PERCENT / jobs);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(System.getProperty("sun.java.command", "").split(" ", 2)[0]);
    command.addAll(List.of(COMMAND, record.files().artifacts().resolveSibling("").toString(), key));
    command.add("--watch-input");
    command.addAll(options);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
