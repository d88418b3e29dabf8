package org.spotrl.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what is installed, what is missing, and the command that installs it. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Shows what is installed, what is missing and how to install it.",
    footer = {"", "Exit code 0 if experiments can run, 1 if something they need is missing."})
final class DoctorCommand implements Callable<Integer> {

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** One line of the report. */
  record Finding(Verdict verdict, String subject, String detail) {}

  enum Verdict {
    FINE("ok"),
    OPTIONAL("--"),
    MISSING("!!");

    private final String mark;

    Verdict(String mark) {
      this.mark = mark;
    }
  }

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding(Verdict.FINE, "spot", SpotVersion.current()));
    findings.add(java());
    findings.add(machine());
    findings.add(tensorflow());
    findings.add(mujoco());
    findings.add(mlflow());
    findings.add(plugins());
    findings.add(folder(Path.of("mlruns")));
    PrintWriter out = spec.commandLine().getOut();
    for (Finding finding : findings) {
      String detail = finding.detail().strip().replace("\n", "\n" + " ".repeat(16));
      out.printf("%s  %-11s %s%n", finding.verdict().mark, finding.subject(), detail);
    }
    boolean missing = findings.stream().anyMatch(f -> f.verdict() == Verdict.MISSING);
    out.println(missing ? "something is missing, see the lines with !!" : "experiments can run");
    out.flush();
    return missing ? 1 : 0;
  }

  private static Finding java() {
    return new Finding(
        Verdict.FINE,
        "Java",
        "%s (%s), heap up to %s"
            .formatted(
                System.getProperty("java.runtime.version"),
                System.getProperty("java.vendor"),
                gigabytes(Runtime.getRuntime().maxMemory())));
  }

  private static Finding machine() {
    Machine machine = Machine.current();
    return new Finding(
        Verdict.FINE,
        "machine",
        "%s; %s, %d cores, %s memory"
            .formatted(
                machine.os(), machine.cpu(), machine.cores(), gigabytes(machine.memoryBytes())));
  }

  private static Finding tensorflow() {
    try {
      String version = TensorflowRuntime.version();
      return TensorflowRuntime.oneDnnEnabled()
          ? new Finding(Verdict.FINE, "TensorFlow", version + ", oneDNN on")
          : new Finding(
              Verdict.OPTIONAL,
              "TensorFlow",
              version
                  + ", oneDNN is off: training is up to a third slower; export "
                  + TensorflowRuntime.ONE_DNN_VARIABLE
                  + "=1");
    } catch (LinkageError e) {
      return new Finding(
          Verdict.MISSING,
          "TensorFlow",
          "its library does not load: %s\nthe build contains the library of one platform only; build on this machine: mvn -DskipTests package"
              .formatted(e.getMessage()));
    }
  }

  private Finding mujoco() {
    MujocoSettings settings =
        runtime.mujoco().map(MujocoSettings.STANDARD::withLibrary).orElse(MujocoSettings.STANDARD);
    LibraryStatus status = MujocoLibrary.locate(settings);
    if (status instanceof LibraryStatus.Found found) {
      StringBuilder detail = new StringBuilder();
      detail
          .append(found.runtime().version())
          .append(" from ")
          .append(found.source().description())
          .append(", self-check passed: ")
          .append(found.runtime().path());
      found.notes().forEach(note -> detail.append('\n').append(note));
      return new Finding(Verdict.FINE, "MuJoCo", detail.toString());
    }
    return new Finding(Verdict.MISSING, "MuJoCo", ((LibraryStatus.Missing) status).problem());
  }

  private static Finding mlflow() {
    try {
      return MlflowUi.installed(Path.of("mlruns"))
          .map(found -> new Finding(Verdict.FINE, "MLflow", found))
          .orElseGet(
              () ->
                  new Finding(
                      Verdict.OPTIONAL,
                      "MLflow",
                      "not found; runs are recorded without it. To show them: "
                          + SpotCommand.line("ui", "--install")));
    } catch (SpotInputException e) {
      return new Finding(Verdict.OPTIONAL, "MLflow", String.valueOf(e.getMessage()));
    }
  }

  /** The users' jars that add components. */
  static Finding plugins() {
    try {
      ComponentRegistry registry =
          SpotInjector.create(Optional.empty()).getInstance(ComponentRegistry.class);
      Map<String, String> components = new TreeMap<>();
      Plugin.of(registry.all())
          .forEach(
              (component, plugin) ->
                  components.merge(plugin.file(), component, (a, b) -> a + ", " + b));
      List<String> lines = new ArrayList<>();
      components.forEach((file, names) -> lines.add(file + ": " + names));
      return new Finding(
          Verdict.FINE,
          "plugins",
          lines.isEmpty()
              ? "none; jars in plugins/ and SPOT_CLASSPATH add components"
              : String.join("\n", lines));
    } catch (SpotException e) {
      return new Finding(Verdict.MISSING, "plugins", String.valueOf(e.getMessage()));
    }
  }

  private static Finding folder(Path mlruns) {
    Path place = mlruns.toAbsolutePath().normalize();
    Path existing = place;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return Files.isWritable(existing)
        ? new Finding(Verdict.FINE, "runs", "are recorded in " + place)
        : new Finding(
            Verdict.MISSING,
            "runs",
            "%s cannot be written to; start spot in another folder, or give --set tracking.uri=DIR"
                .formatted(existing));
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
