package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.SpotVersion;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.host.ExternalCommand;
import org.spotrl.experiments.provenance.GitState;
import org.spotrl.experiments.provenance.Provenance;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.wiring.NeedsMujoco;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mujoco.library.MujocoLibrary;
import org.spotrl.mujoco.library.MujocoSettings;

/**
 * Runs the unpacked archive with a PATH that has only Java and the tools of its script: no Maven,
 * no git, no compiler.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has spot.cmd")
class ArchiveIT {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final List<String> TOOLS =
      List.of("sh", "dirname", "readlink", "sed", "id", "cksum", "tr", "mkdir", "ln");

  private static final String EXPERIMENT =
      """
      experiment: archive
      dataset: {type: collected, environment: maze2d-umaze-v1, steps: 2000}
      algorithm: {type: behavior-cloning, updates: 20, hidden: [8, 8], batch_size: 16}
      evaluation: {every_updates: 20, episodes: 1, threads: 1}
      """;

  // With a space and a colon, as in the names of some users' folders.
  @TempDir private static Path temp;
  private static Path home;
  private static Path tools;

  @BeforeAll
  static void unpack() throws IOException {
    Path place = Files.createDirectory(temp.resolve("unpacked at 12:30"));
    URI archive = URI.create("jar:" + Path.of(System.getProperty("spot.archive")).toUri());
    try (FileSystem zip =
            FileSystems.newFileSystem(archive, Map.of("enablePosixFileAttributes", true));
        Stream<Path> entries = Files.walk(zip.getPath("/"))) {
      for (Path entry : entries.toList()) {
        Path file = place.resolve(entry.toString().substring(1));
        if (Files.isDirectory(entry)) {
          Files.createDirectories(file);
        } else {
          Files.copy(entry, file);
          Files.setPosixFilePermissions(file, Files.getPosixFilePermissions(entry));
        }
      }
    }
    home = place.resolve("spot-" + SpotVersion.current());
    tools = Files.createDirectory(temp.resolve("tools"));
    Files.createSymbolicLink(
        tools.resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));
    for (String tool : TOOLS) {
      Path found =
          Stream.of(System.getenv("PATH").split(":", -1))
              .map(folder -> Path.of(folder, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow(() -> new AssertionError("this machine has no " + tool));
      Files.createSymbolicLink(tools.resolve(tool), found);
    }
  }

  /** JUnit warns of each link that it removes. */
  @AfterAll
  static void removeLinks() throws IOException {
    AtomicFiles.deleteTree(tools);
    AtomicFiles.deleteTree(temp.resolve("cache"));
  }

  @Test
  void theCommandPrintsItsVersion() throws Exception {
    assertThat(spot(temp, Map.of(), "--version").lines())
        .containsExactly("spot " + SpotVersion.current());
  }

  @Test
  void theUsersGarbageCollectorReplacesSpotsDefault() throws Exception {
    for (String variable : List.of("SPOT_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
      ExternalCommand.Result run = spot(temp, Map.of(variable, "-XX:+UseG1GC"), "--version");

      assertThat(run.text()).endsWith("spot " + SpotVersion.current());
      assertThat(run.exitCode()).as(run.text()).isZero();
    }
  }

  @Test
  void itRunsWithoutHome() throws Exception {
    ExternalCommand.Result run = spot(temp, Map.of("HOME", ""), "--version");

    assertThat(run.lines()).containsExactly("spot " + SpotVersion.current());
  }

  @Test
  void anOldJavaIsRefused() throws Exception {
    Path old = Files.createDirectories(temp.resolve("old/bin"));
    Files.writeString(temp.resolve("old/release"), "JAVA_VERSION=\"11.0.2\"\n");
    Path java = Files.writeString(old.resolve("java"), "#!/bin/sh\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();

    ExternalCommand.Result run =
        spot(temp, Map.of("JAVA_HOME", temp.resolve("old").toString()), "--version");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.text())
        .contains("is Java 11: spot needs Java 17 or newer", "openjdk-17-jre-headless");
  }

  @Test
  void aShippedExperimentIsChecked() throws Exception {
    assertThat(spot(home, Map.of(), "config", "check", "experiments/quickstart.yaml").exitCode())
        .isZero();
  }

  @Test
  void aWholeRunRecordsTheCommitThatTheArchiveWasBuiltFrom() throws Exception {
    NeedsMujoco.check();
    Path work = Files.createDirectory(temp.resolve("work"));
    Files.writeString(work.resolve("small.yaml"), EXPERIMENT);

    ExternalCommand.Result run = spot(work, "run", "small.yaml");

    assertThat(run.exitCode()).as(run.text()).isZero();
    Path artifacts = new FolderRuns(work.resolve(LocalRun.DEFAULT_ROOT)).runs().get(0).artifacts();
    Provenance provenance = Provenance.parse(Files.readString(artifacts.resolve(Provenance.FILE)));
    assertThat(provenance.spot())
        .isEqualTo(new GitState(SpotVersion.commit(), "none", SpotVersion.dirty()));
    assertThat(provenance.git()).isEqualTo(GitState.NONE);
  }

  @Test
  void noticeNamesEveryJar() throws IOException {
    String notice = Files.readString(home.resolve("NOTICE"));
    List<String> unnamed = new ArrayList<>();
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      for (Path jar : jars.toList()) {
        String name = jar.getFileName().toString().replaceFirst("-\\d.*", "");
        if (!name.startsWith("spot-") && !names(notice, name)) {
          unnamed.add(name);
        }
      }
    }

    assertThat(unnamed).as("jars in lib that NOTICE does not name").isEmpty();
    assertThat(home.resolve("LICENSE")).exists();
    assertThat(home.resolve("licenses")).isDirectoryContaining("glob:**MIT-oshi.txt");
  }

  /** True if the first column of NOTICE has the jar's name or its prefix. */
  private static boolean names(String notice, String jar) {
    return notice
        .lines()
        .filter(line -> line.startsWith("  "))
        .flatMap(
            line -> Stream.of(line.substring(2, Math.min(40, line.length())).split("[, ]+", -1)))
        .anyMatch(
            known ->
                known.endsWith("*")
                    ? jar.startsWith(known.substring(0, known.length() - 1))
                    : jar.equals(known));
  }

  private static ExternalCommand.Result spot(Path folder, String... arguments) throws Exception {
    return spot(folder, Map.of("MUJOCO_LIBRARY", mujoco()), arguments);
  }

  private static ExternalCommand.Result spot(
      Path folder, Map<String, String> variables, String... arguments) throws Exception {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "PATH", tools.toString(),
                "LC_ALL", "C.UTF-8",
                "HOME", System.getProperty("user.home"),
                "XDG_CACHE_HOME", temp.resolve("cache").toString(),
                "SPOT_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Xmx512m"));
    environment.putAll(variables);
    return new ExternalCommand(List.of(home.resolve("bin/spot").toString()), folder, environment)
        .with(arguments)
        .run(LIMIT, line -> {});
  }

  private static String mujoco() {
    NeedsMujoco.check();
    return MujocoLibrary.load(MujocoSettings.STANDARD).path();
  }
}
