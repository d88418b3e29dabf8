package org.spotrl.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.spotrl.mlflow.MlflowUi;
import org.spotrl.mlflow.UiOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Opens MLflow on a folder of runs. */
@Command(
    name = "ui",
    mixinStandardHelpOptions = true,
    description = "Serves MLflow's pages on a folder of runs until Ctrl-C.",
    footer = {
      "",
      "MLflow is searched in $SPOT_MLFLOW, $MLFLOW_EXECUTABLE, the PATH, python3 -m mlflow and spot's own",
      "environment, which --install makes."
    })
final class UiCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = "mlruns",
      description = "The folder of runs (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("mlruns");

  @Option(
      names = "--port",
      defaultValue = "0",
      description = "Port to listen on (default: a free one).")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: ${DEFAULT-VALUE}, this machine only).")
  private String host = "127.0.0.1";

  @Option(names = "--mlflow", paramLabel = "FILE", description = "The mlflow executable to use.")
  private String executable = "";

  @Option(
      names = "--install",
      description = "Makes a Python environment with MLflow (300 MB) if none is found.")
  private boolean install;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description = "How long to wait for the server (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds = 180;

  @Option(names = "--quiet", description = "Does not show the server's log.")
  private boolean quiet;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter log = spec.commandLine().getErr();
    UiOptions options =
        UiOptions.of(folder)
            .withHost(host)
            .withPort(port)
            .withExecutable(executable)
            .withInstall(install)
            .withPatience(Duration.ofSeconds(timeoutSeconds));
    try (MlflowUi ui =
        MlflowUi.start(
            options,
            line -> {
              if (!quiet) {
                log.println("  " + line);
                log.flush();
              }
            })) {
      out.println("MLflow " + ui.version() + " shows " + options.folder() + " at");
      out.println("  " + ui.url());
      out.println("Ctrl-C ends it.");
      out.flush();
      return ui.waitFor() == 0 ? 0 : 1;
    }
  }
}
