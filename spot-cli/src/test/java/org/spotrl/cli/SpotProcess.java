package org.spotrl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.spotrl.api.host.UserCache;

/** The {@code spot} command as a process. */
final class SpotProcess {

  private static final long LIMIT_SECONDS = 300;

  private final Process process;
  private final Path log;

  private SpotProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts the command in a folder with the class path of this test. */
  static SpotProcess start(Path folder, String... arguments) throws IOException {
    return start(folder, Map.of(), arguments);
  }

  /**
   * Variables for a process with the caches of densities and data, which are off in tests.
   *
   * @param cache a folder for them; MuJoCo is the user's
   */
  static Map<String, String> withCaches(Path cache) throws IOException {
    Path own = Files.createDirectories(cache.resolve("spot"));
    Path mujoco = UserCache.folder().resolve("mujoco");
    if (Files.exists(mujoco)) {
      Files.createSymbolicLink(own.resolve("mujoco"), mujoco);
    }
    return Map.of(
        "XDG_CACHE_HOME", cache.toString(), "SPOT_DENSITY_CACHE_MB", "", "SPOT_DATA_CACHE_MB", "");
  }

  /** As above, with environment variables. */
  static SpotProcess start(Path folder, Map<String, String> variables, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The optimising compiler does not pay off in a second.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(SpotMain.class.getName());
    return start(folder, command, variables, arguments);
  }

  /** Starts a copy of the script {@code spot}. */
  static SpotProcess ofScript(
      Path script, Path folder, Map<String, String> variables, String... arguments)
      throws IOException {
    Map<String, String> environment = new HashMap<>(variables);
    environment.putIfAbsent("SPOT_CLASSPATH", "");
    environment.put("SPOT_MAVEN_OPTS", "");
    environment.put("SPOT_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Xmx512m");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    return start(folder, List.of(script.toString()), environment, arguments);
  }

  private static SpotProcess start(
      Path folder, List<String> program, Map<String, String> variables, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
    builder.environment().putAll(variables);
    return new SpotProcess(builder.start(), log);
  }

  /** Waits until the condition holds or the process has ended. */
  void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.getAsBoolean() && !process.waitFor(3, TimeUnit.MILLISECONDS)) {
      if (System.nanoTime() > end) {
        process.destroyForcibly();
        throw new AssertionError("the process takes too long: " + output());
      }
    }
  }

  /** Waits for the end and returns the exit code. */
  int await() throws InterruptedException {
    await(() -> false);
    return process.exitValue();
  }

  /** Kills it, as a power failure would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends SIGTERM, as batch systems do. */
  int terminate() throws InterruptedException {
    process.destroy();
    return await();
  }

  /** The processes that it has started and that still run. */
  List<ProcessHandle> children() {
    return process.children().toList();
  }

  /** Its output. */
  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
