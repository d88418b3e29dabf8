package org.spotrl.experiments.provenance;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.spotrl.api.host.ExternalCommand;

/**
 * What a run was computed on; its name in the network is left out.
 *
 * @param os name, version and architecture of the operating system
 * @param cpu model of the processor; {@code none} if the system does not tell
 * @param cores processors that this process may use
 * @param memoryBytes memory that this process may use at most, in bytes
 */
public record Machine(String os, String cpu, int cores, long memoryBytes) {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** This machine. */
  public static Machine current() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        cpuModel(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize());
  }

  private static String cpuModel() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    Optional<String> model;
    if (os.contains("linux")) {
      model = modelOf(Path.of("/proc/cpuinfo"));
    } else if (os.contains("mac")) {
      model = ExternalCommand.of("sysctl", "-n", "machdep.cpu.brand_string").output(LIMIT);
    } else {
      model = Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER"));
    }
    return model.map(String::strip).filter(name -> !name.isEmpty()).orElse("none");
  }

  /** The first model named by a file in the form of Linux's {@code /proc/cpuinfo}. */
  static Optional<String> modelOf(Path cpuInfo) {
    try {
      return new String(Files.readAllBytes(cpuInfo), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
