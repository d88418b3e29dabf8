package org.spotrl.experiments.provenance;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import oshi.SystemInfo;
import oshi.util.FileUtil;

/**
 * The machine that a run was computed on, without its host name.
 *
 * @param os name, version and architecture of the operating system
 * @param cpu processor model; {@code none} if the system does not report it
 * @param cores processors that this process may use
 * @param memoryBytes maximum memory of this process, in bytes
 */
public record Machine(String os, String cpu, int cores, long memoryBytes) {

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

  /**
   * The parts of the processor that results depend on: model, instruction sets (the libraries
   * choose their code by them) and graphics cards.
   */
  public static String processor() {
    Map<String, String> listed = FileUtil.getKeyValueMapFromFile("/proc/cpuinfo", ":");
    String instructions = listed.getOrDefault("flags", listed.getOrDefault("Features", ""));
    List<String> cards = new ArrayList<>();
    try (Stream<Path> folders = Files.list(Path.of("/proc/driver/nvidia/gpus"))) {
      folders
          .sorted()
          .map(card -> card.resolve("information").toString())
          .forEach(file -> cards.add(FileUtil.getKeyValueMapFromFile(file, ":").get("Model")));
    } catch (IOException e) {
      // There are none.
    }
    return String.join(
        "\n", cpuModel(), instructions, System.getProperty("os.arch"), cards.toString());
  }

  private static String cpuModel() {
    // Linux lists it; oshi would need half a second to start.
    String listed = FileUtil.getKeyValueMapFromFile("/proc/cpuinfo", ":").get("model name");
    if (listed != null) {
      return listed;
    }
    try {
      String model =
          new SystemInfo().getHardware().getProcessor().getProcessorIdentifier().getName().strip();
      return model.isEmpty() || model.equals("unknown") ? "none" : model;
    } catch (LinkageError e) {
      // oshi's JNA cannot load its native library.
      return "none";
    }
  }
}
