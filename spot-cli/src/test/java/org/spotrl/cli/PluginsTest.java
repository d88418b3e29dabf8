package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.host.Sha256;
import org.spotrl.experiments.provenance.Plugin;
import org.spotrl.experiments.provenance.Provenance;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.RunFingerprint;
import org.spotrl.experiments.wiring.NeedsMujoco;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;

/**
 * The script {@code spot} with a plugin that adds a density and a diagnostic, in a folder with the
 * files of a build.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has spot.cmd")
class PluginsTest {

  private static final String CLASS_PATH = System.getProperty("java.class.path");

  private static final String EXPERIMENT =
      """
      experiment: plugins
      dataset: {type: collected, environment: maze2d-umaze-v1, steps: 2000}
      algorithm:
        type: spot
        updates: 20
        batch_size: 16
        actor_hidden: [8, 8]
        critic_hidden: [8, 8]
        regularizer: {type: density, density: fixed-gaussian}
      evaluation: {every_updates: 10, episodes: 1}
      diagnostics: [first-action]
      """;

  // With a space, as in the names of some users' folders.
  @TempDir private static Path temp;
  private static Path project;
  private static Path classes;

  @BeforeAll
  static void layOutAProject() throws IOException {
    project = Files.createDirectories(temp.resolve("my project"));
    Files.createDirectory(project.resolve("plugins"));
    Files.copy(Path.of("..", "spot"), project.resolve("spot"));
    Path target = project.resolve("spot-cli/target");
    Path dist = Files.createDirectories(target.resolve("dist/built"));
    for (String entry : CLASS_PATH.split(File.pathSeparator, -1)) {
      Path place = Path.of(entry).toAbsolutePath();
      Path jar = dist.resolve(place.toString().replace('/', '-').substring(1) + ".jar");
      if (Files.isDirectory(place)) {
        pack(place, jar);
      } else if (Files.exists(place)) {
        Files.createSymbolicLink(jar, place);
      }
    }
    Files.writeString(target.resolve("spot-build"), "options \nbuilt\n");
    classes = temp.resolve("classes");
    compile();
  }

  @AfterEach
  void removeThePlugin() throws IOException {
    Files.deleteIfExists(project.resolve("plugins/example.jar"));
  }

  /** JUnit warns of each link that it removes. */
  @AfterAll
  static void removeLinks() throws IOException {
    AtomicFiles.deleteTree(project);
  }

  @Test
  void aJarAddsComponentsWhoseDigestIsRecordedAndKept() throws Exception {
    NeedsMujoco.check();
    Path jar = project.resolve("plugins/example.jar");
    pack(classes, jar);
    Path folder = folder("runs of mine");

    SpotProcess killed = spot(folder, Map.of("EXAMPLE_KILL", "yes"), "run", "experiment.yaml");
    assertThat(killed.await()).as(killed::output).isEqualTo(9);

    RecordedRun run = onlyRun(folder);
    String digest = Sha256.of(jar);
    Plugin plugin = new Plugin("example.jar", digest);
    assertThat(Provenance.parse(Files.readString(run.artifacts().resolve(Provenance.FILE))))
        .extracting(Provenance::plugins)
        .isEqualTo(Map.of("density fixed-gaussian", plugin, "diagnostic first-action", plugin));
    // Results do not depend on diagnostics.
    assertThat(run.artifacts().resolve(RunFingerprint.FILE))
        .content()
        .contains("plugin density fixed-gaussian=" + digest + " example.jar\n")
        .doesNotContain("first-action");

    Files.writeString(classes.resolve("README"), "changed");
    pack(classes, jar);
    SpotProcess refused = spot(folder, Map.of(), "resume", run.id());
    assertThat(refused.await()).as(refused::output).isEqualTo(2);
    assertThat(refused.output())
        .contains(
            "density fixed-gaussian came from example.jar (SHA-256 %.12s) and now comes from example.jar (SHA-256 %.12s). Restore the jar, or start a new run"
                .formatted(digest, Sha256.of(jar)));

    Files.delete(classes.resolve("README"));
    pack(classes, jar);
    SpotProcess resumed = spot(folder, Map.of(), "resume", run.id());
    assertThat(resumed.await()).as(resumed::output).isZero();
    assertThat(onlyRun(folder).history("first_action")).extracting("step").contains(0L, 10L, 20L);
  }

  @Test
  void foldersAndJarsOfTheClassPathAddComponentsToo() throws Exception {
    Path folder = folder("my jars");
    String entries = ":" + classes + "::" + folder + "/*:";

    SpotProcess check =
        spot(folder, Map.of("SPOT_CLASSPATH", entries), "config", "check", "experiment.yaml");

    assertThat(check.await()).as(check::output).isZero();
  }

  @Test
  void doctorListsPluginsWithTheirComponents() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);

      assertThat(DoctorCommand.pluginComponents())
          .isEqualTo("classes: density fixed-gaussian, diagnostic first-action");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void theDigestOfAFolderChangesWithItsFilesAndTheirNames() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      Object type = loader.loadClass("com.example.FixedGaussian").getField("TYPE").get(null);
      Supplier<Plugin> plugin =
          () -> Plugin.of(List.of((ComponentType<?, ?>) type)).get("density fixed-gaussian");

      Plugin before = plugin.get();
      Path file = Files.writeString(classes.resolve("a"), "1");
      Plugin more = plugin.get();
      Path renamed = Files.move(file, classes.resolve("b"));
      Plugin other = plugin.get();
      Files.delete(renamed);

      assertThat(Stream.of(before, more, other).map(Plugin::sha256)).doesNotHaveDuplicates();
      assertThat(plugin.get()).isEqualTo(before).extracting(Plugin::file).isEqualTo("classes");
    }
  }

  @Test
  void anEntryOfTheClassPathThatDoesNotExistIsRefused() throws Exception {
    SpotProcess process = spot(temp, Map.of("SPOT_CLASSPATH", classes + ":no such.jar"), "doctor");

    assertThat(process.await()).as(process::output).isEqualTo(2);
    assertThat(process.output())
        .contains("SPOT_CLASSPATH names 'no such.jar', which does not exist: correct it");
  }

  private static SpotProcess spot(Path folder, Map<String, String> variables, String... arguments)
      throws IOException {
    return SpotProcess.ofScript(project.resolve("spot"), folder, variables, arguments);
  }

  private static Path folder(String name) throws IOException {
    Path folder = Files.createDirectory(temp.resolve(name));
    Files.writeString(folder.resolve("experiment.yaml"), EXPERIMENT);
    return folder;
  }

  private static RecordedRun onlyRun(Path folder) {
    List<RecordedRun> runs = new FolderRuns(folder.resolve(LocalRun.DEFAULT_ROOT)).runs();
    assertThat(runs).hasSize(1);
    return runs.get(0);
  }

  /** Compiles the plugin into its folder of classes. */
  private static void compile() throws IOException {
    Path sources = Path.of("src/test/resources/plugin");
    List<String> arguments =
        Stream.concat(
                Stream.of("-proc:none", "-cp", CLASS_PATH, "-d", classes.toString()),
                files(sources).stream().map(Path::toString).filter(name -> name.endsWith(".java")))
            .toList();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(code).as("javac's exit code").isZero();
    Path services = Path.of("META-INF/services/com.google.inject.Module");
    Files.createDirectories(classes.resolve(services).getParent());
    Files.copy(sources.resolve(services), classes.resolve(services));
  }

  /** Writes a jar whose bytes are a function of the folder's files. */
  private static void pack(Path folder, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path file : files(folder)) {
        JarEntry entry = new JarEntry(folder.relativize(file).toString());
        entry.setTime(0);
        out.putNextEntry(entry);
        Files.copy(file, out);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
