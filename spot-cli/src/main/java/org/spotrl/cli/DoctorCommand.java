package org.spotrl.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.SpotVersion;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.ComponentRegistry;
import org.spotrl.experiments.provenance.Machine;
import org.spotrl.experiments.provenance.Plugin;
import org.spotrl.experiments.wiring.SpotInjector;
import org.spotrl.mlflow.ui.MlflowUi;
import org.spotrl.mujoco.library.LibraryStatus;
import org.spotrl.mujoco.library.MujocoLibrary;
import org.spotrl.mujoco.library.MujocoSettings;
import org.spotrl.tensorflow.TensorflowRuntime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what is installed, what is missing and how to install it. */
@Command(
    name = "doctor",
    description = "Shows what is installed, what is missing and how to install it.",
    footer = {"", "Exit code 0 if experiments can run, 1 if something they need is missing."})
final class DoctorCommand extends BaseCommand {

  private static final String FINE = "ok";
  private static final String OPTIONAL = "--";
  private static final String MISSING = "!!";

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  private boolean missing;

  @Override
  public Integer call() {
    print(FINE, "spot", SpotVersion.current());
    print(
        FINE,
        "Java",
        "%s (%s), heap up to %s"
            .formatted(
                System.getProperty("java.runtime.version"),
                System.getProperty("java.vendor"),
                gigabytes(Runtime.getRuntime().maxMemory())));
    Machine machine = Machine.current();
    print(
        FINE,
        "machine",
        "%s; %s, %d cores, %s memory"
            .formatted(
                machine.os(), machine.cpu(), machine.cores(), gigabytes(machine.memoryBytes())));
    tensorflow();
    mujoco();
    mlflow();
    plugins();
    folder(Path.of("mlruns"));
    out().println(missing ? "something is missing; see the lines with !!" : "experiments can run");
    return missing ? 1 : 0;
  }

  private void tensorflow() {
    try {
      String version = TensorflowRuntime.version();
      if (TensorflowRuntime.oneDnnEnabled()) {
        print(FINE, "TensorFlow", version + ", oneDNN on");
      } else {
        print(
            OPTIONAL,
            "TensorFlow",
            "%s, oneDNN is off, so training is up to a third slower; export %s=1"
                .formatted(version, TensorflowRuntime.ONE_DNN_VARIABLE));
      }
    } catch (LinkageError e) {
      print(
          MISSING,
          "TensorFlow",
          "its library cannot be loaded: %s\nthe build contains the library of one platform only; build on this machine: mvn -DskipTests package"
              .formatted(e.getMessage()));
    }
  }

  private void mujoco() {
    MujocoSettings settings =
        runtime.mujoco().map(MujocoSettings.STANDARD::withLibrary).orElse(MujocoSettings.STANDARD);
    LibraryStatus status = MujocoLibrary.locate(settings);
    if (status instanceof LibraryStatus.Found found) {
      String library =
          "%s from %s, self-check passed: %s"
              .formatted(
                  found.runtime().version(), found.source().description(), found.runtime().path());
      print(FINE, "MuJoCo", library + "\n" + String.join("\n", found.notes()));
    } else if (status instanceof LibraryStatus.Missing absent) {
      print(MISSING, "MuJoCo", absent.problem());
    }
  }

  private void mlflow() {
    try {
      MlflowUi.installed(Path.of("mlruns"))
          .ifPresentOrElse(
              found -> print(FINE, "MLflow", found),
              () ->
                  print(
                      OPTIONAL,
                      "MLflow",
                      "not found; only 'spot ui' needs it. To install it: "
                          + SpotCommand.line("ui", "--install")));
    } catch (SpotInputException e) {
      print(OPTIONAL, "MLflow", String.valueOf(e.getMessage()));
    }
  }

  private void plugins() {
    try {
      String found = pluginComponents();
      print(
          FINE,
          "plugins",
          found.isEmpty() ? "none; jars in plugins/ and SPOT_CLASSPATH add components" : found);
    } catch (SpotException e) {
      print(MISSING, "plugins", String.valueOf(e.getMessage()));
    }
  }

  /** A line for each plugin with its components. */
  static String pluginComponents() {
    ComponentRegistry registry =
        SpotInjector.create(Optional.empty()).getInstance(ComponentRegistry.class);
    Map<String, String> components = new TreeMap<>();
    Plugin.of(registry.all())
        .forEach(
            (component, plugin) ->
                components.merge(plugin.file(), component, (a, b) -> a + ", " + b));
    List<String> lines = new ArrayList<>();
    components.forEach((file, names) -> lines.add(file + ": " + names));
    return String.join("\n", lines);
  }

  private void folder(Path mlruns) {
    Path place = mlruns.toAbsolutePath().normalize();
    Path existing = place;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (Files.isWritable(existing)) {
      print(FINE, "runs", "are recorded in " + place);
    } else {
      print(
          MISSING,
          "runs",
          "%s is not writable; start spot in another folder, or use --set tracking.uri=DIR"
              .formatted(existing));
    }
  }

  private void print(String mark, String subject, String detail) {
    String lines = detail.strip().replace("\n", "\n" + " ".repeat(16));
    out().printf("%s  %-11s %s%n", mark, subject, lines);
    missing |= mark.equals(MISSING);
  }

  private static String gigabytes(long bytes) {
    return Format.text("%.1f GB", bytes / 1e9);
  }
}
