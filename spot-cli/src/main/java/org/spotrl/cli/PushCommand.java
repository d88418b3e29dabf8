package org.spotrl.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.run.Trackers;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.server.TrackingServer;
import org.spotrl.mlflow.sync.FolderPush;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends recorded runs to an MLflow server. */
@Command(
    name = "push",
    description = {
      "Sends recorded runs to an MLflow server.",
      "Data that the server already has is not sent again, so a push can be repeated."
    },
    footer = {
      "",
      "Examples:",
      "  spot push --to http://localhost:5000",
      "  spot push --in other/runs --experiment quickstart",
      "  spot push spot-maze2d-umaze-s0 0f3a",
      "",
      "Credentials: MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD,",
      "MLFLOW_TRACKING_TOKEN, or ~/.mlflow/credentials. Exit code 1: not all was sent."
    })
final class PushCommand extends BaseCommand {

  @Parameters(
      arity = "0..*",
      paramLabel = "RUN",
      description = "Ids, first characters of ids, names or folders (default: all).")
  private List<String> names = List.of();

  @Mixin private RunsLocation place = new RunsLocation();

  @Option(
      names = "--to",
      paramLabel = "URI",
      description = "Address of the server (default: MLFLOW_TRACKING_URI).")
  private String address = "";

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      description = "Sends only the runs of this experiment.")
  private String experiment = "";

  private final Trackers trackers = new Trackers();

  @Override
  public Integer call() {
    List<RecordedRun> runs = runs();
    try (TrackingServer server = trackers.connect(server(), err()::println)) {
      out().println(Format.runs(runs.size()) + " to " + server.address());
      FolderPush.Report report =
          new FolderPush(server, ConsoleReporter.standard(out()), err()::println).push(runs);
      out()
          .printf(
              "%d new, %d updated, %d unchanged; %s sent%n",
              report.added(), report.updated(), report.unchanged(), report.sent());
      printFaults(report.faults());
      return report.faults().isEmpty() ? 0 : 1;
    }
  }

  /** Prints a line for each reason, also if several runs have the same one. */
  private void printFaults(Map<String, List<String>> faults) {
    Map<String, List<String>> runs = new LinkedHashMap<>();
    faults.forEach(
        (run, reasons) ->
            reasons.forEach(
                reason -> runs.computeIfAbsent(reason, key -> new ArrayList<>()).add(run)));
    runs.forEach(
        (reason, kept) -> {
          String more = kept.size() == 1 ? "" : " and " + (kept.size() - 1) + " more";
          err().println("not sent: " + kept.get(0) + more + ": " + reason);
        });
  }

  private String server() {
    String named = address.isBlank() ? trackers.server() : address;
    if (named.isEmpty()) {
      throw new SpotInputException(
          "there is no server to push to: use --to, for example --to http://localhost:5000, or set MLFLOW_TRACKING_URI");
    }
    return named;
  }

  private List<RecordedRun> runs() {
    Path folder = Path.of(place.folder().location());
    if (!names.isEmpty()) {
      return names.stream().map(place::find).distinct().toList();
    }
    if (!Files.isDirectory(folder)) {
      throw new SpotInputException(
          "there is no folder %s; use --in for the folder of the runs, for example --in mlruns"
              .formatted(folder));
    }
    List<RecordedRun> found = FolderRuns.at(folder);
    List<RecordedRun> chosen =
        found.stream()
            .filter(run -> experiment.isEmpty() || run.experiment().name().equals(experiment))
            .toList();
    if (chosen.isEmpty()) {
      Set<String> known =
          found.stream()
              .map(RecordedRun::experimentName)
              .collect(Collectors.toCollection(TreeSet::new));
      throw new SpotInputException(
          experiment.isEmpty()
              ? "no runs in %s".formatted(folder)
              : "no runs of experiment '%s' in %s; it has %s".formatted(experiment, folder, known));
    }
    return chosen;
  }
}
