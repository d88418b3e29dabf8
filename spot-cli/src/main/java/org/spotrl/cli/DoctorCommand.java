package org.spotrl.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.SpotVersion;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.provenance.Machine;
import org.spotrl.mlflow.ui.MlflowUi;
import org.spotrl.mujoco.library.LibraryStatus;
import org.spotrl.mujoco.library.MujocoLibrary;
import org.spotrl.mujoco.library.MujocoSettings;
import org.spotrl.tensorflow.TensorflowRuntime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what is installed, what is missing, and the command that installs it. */
@Command(
    name = "doctor",
    description = "Shows what is installed, what is missing and how to install it.",
    footer = {"", "Exit code 0 if experiments can run, 1 if something they need is missing."})
final class DoctorCommand extends BaseCommand {

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  private boolean missing;

  @Override
  public Integer call() {
    fine("spot", SpotVersion.current());
    fine(
        "Java",
        "%s (%s), heap up to %s"
            .formatted(
                System.getProperty("java.runtime.version"),
                System.getProperty("java.vendor"),
                gigabytes(Runtime.getRuntime().maxMemory())));
    Machine machine = Machine.current();
    fine(
        "machine",
        "%s; %s, %d cores, %s memory"
            .formatted(
                machine.os(), machine.cpu(), machine.cores(), gigabytes(machine.memoryBytes())));
    tensorflow();
    mujoco();
    mlflow();
    folder(Path.of("mlruns"));
    out().println(missing ? "something is missing, see the lines with !!" : "experiments can run");
    return missing ? 1 : 0;
  }

  private void tensorflow() {
    try {
      String version = TensorflowRuntime.version();
      if (TensorflowRuntime.oneDnnEnabled()) {
        fine("TensorFlow", version + ", oneDNN on");
      } else {
        optional(
            "TensorFlow",
            "%s, oneDNN is off: training is up to a third slower; export %s=1"
                .formatted(version, TensorflowRuntime.ONE_DNN_VARIABLE));
      }
    } catch (LinkageError e) {
      missing(
          "TensorFlow",
          "its library does not load: %s\nthe build contains the library of one platform only; build on this machine: mvn -DskipTests package"
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
      fine("MuJoCo", String.join("\n", Table.row(List.of(library), found.notes())));
    } else if (status instanceof LibraryStatus.Missing absent) {
      missing("MuJoCo", absent.problem());
    }
  }

  private void mlflow() {
    try {
      MlflowUi.installed(Path.of("mlruns"))
          .ifPresentOrElse(
              found -> fine("MLflow", found),
              () ->
                  optional(
                      "MLflow",
                      "not found; runs are recorded without it. To show them: "
                          + SpotCommand.line("ui", "--install")));
    } catch (SpotInputException e) {
      optional("MLflow", String.valueOf(e.getMessage()));
    }
  }

  private void folder(Path mlruns) {
    Path place = mlruns.toAbsolutePath().normalize();
    Path existing = place;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (Files.isWritable(existing)) {
      fine("runs", "are recorded in " + place);
    } else {
      missing(
          "runs",
          "%s cannot be written to; start spot in another folder, or give --set tracking.uri=DIR"
              .formatted(existing));
    }
  }

  private void fine(String subject, String detail) {
    print("ok", subject, detail);
  }

  private void optional(String subject, String detail) {
    print("--", subject, detail);
  }

  private void missing(String subject, String detail) {
    print("!!", subject, detail);
    missing = true;
  }

  private void print(String mark, String subject, String detail) {
    String lines = detail.strip().replace("\n", "\n" + " ".repeat(16));
    out().printf("%s  %-11s %s%n", mark, subject, lines);
  }

  private static String gigabytes(long bytes) {
    return Format.text("%.1f GB", bytes / 1e9);
  }
}
