package org.spotrl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.experiments.wiring.SpotInjector;
import org.spotrl.mlflow.Runs;
import org.spotrl.studies.comparison.RunFinder;
import org.spotrl.studies.reproduction.OriginalRun;
import org.spotrl.studies.reproduction.Reproduction;
import org.spotrl.studies.reproduction.ReproductionOptions;
import org.spotrl.studies.reproduction.ReproductionResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Repeats a recorded run and reports the first number that differs. */
@Command(
    name = "reproduce",
    description = {
      "Repeats a recorded run and reports the first number that differs.",
      "It first lists changes of code, libraries and machine. Times are not compared."
    },
    footer = {
      "",
      "Examples:",
      "  spot reproduce spot-maze2d-umaze-s0",
      "  spot reproduce 170300da --updates 2000",
      "  spot reproduce 170300da --to-the-end --to again/mlruns",
      "",
      "Exit codes: 0 equal, 1 different or the run failed, 2 the input is wrong."
    })
final class ReproduceCommand extends BaseCommand {

  @Parameters(
      paramLabel = "RUN",
      description = "Id of the run, its first characters, its name or its folder.")
  private String name = "";

  @Mixin private RunsLocation place = new RunsLocation();

  @Option(
      names = "--updates",
      paramLabel = "N",
      description = "Compares only the first N updates (all phases together).")
  private long updates = ReproductionOptions.ALL;

  @Option(
      names = "--to-the-end",
      description = "Continues after a difference; reports each metric.")
  private boolean toTheEnd;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description =
          "Folder for the new run (default: a temporary one, kept if the result differs).")
  private @Nullable Path destination;

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  @Override
  public Integer call() {
    requirePositive("--updates", updates);
    Reproduction reproduction =
        SpotInjector.create(runtime.mujoco(), runtime.dataDir()).getInstance(Reproduction.class);
    try (Runs runs = place.open(err()::println)) {
      OriginalRun original = OriginalRun.read(RunFinder.find(name, runs));
      ReproductionReport report =
          new ReproductionReport(out(), original, reproduction.environment(original));
      report.printOpening();
      Path folder =
          destination == null
              ? Files.createTempDirectory("spot-reproduce").resolve("mlruns")
              : destination;
      ReproductionResult result =
          reproduction.run(
              original,
              new ReproductionOptions(folder, updates, toTheEnd),
              ConsoleReporter.standard(out()),
              InterruptGuard.stop());
      report.printClosing(result, toTheEnd);
      boolean same = result.isEqual() && !result.interrupted();
      if (destination == null && same) {
        AtomicFiles.deleteTree(folder.resolveSibling(""));
      } else {
        out().println("the new run is in " + result.summary().location());
      }
      return same ? 0 : 1;
    } catch (IOException e) {
      throw new SpotRunException(
          "the folder for the new run cannot be created or deleted: %s; use --to for another folder"
              .formatted(e.getMessage()),
          e);
    }
  }
}
