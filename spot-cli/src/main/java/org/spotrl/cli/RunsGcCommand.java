package org.spotrl.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spotrl.mlflow.folder.DeletedRuns;
import org.spotrl.mlflow.folder.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Permanently removes deleted runs of a folder. */
@Command(
    name = "gc",
    description = {
      "Permanently removes deleted runs of a folder.",
      "Runs with a policy in the model registry are kept. On a server, use 'mlflow gc'."
    })
final class RunsGcCommand extends BaseCommand {

  @Mixin private RunsLocation place = new RunsLocation();

  @Mixin private Confirmation confirmation = new Confirmation();

  @Override
  public Integer call() {
    Path root = Path.of(place.folder().location());
    List<RunFolder> removable = new ArrayList<>();
    long bytes = 0;
    for (RunFolder run : new DeletedRuns(root).list()) {
      Optional<String> registered = DeletedRuns.registeredAs(run);
      if (registered.isPresent()) {
        out().println("kept " + run.id() + ": its policy is registered as " + registered.get());
      } else {
        removable.add(run);
        bytes += DeletedRuns.size(run);
      }
    }
    if (removable.isEmpty()) {
      out().println("no deleted run to remove in " + root);
      return 0;
    }
    removable.forEach(run -> out().println(run.path()));
    out().println(Format.text("%s, %,.1f MB", Format.runs(removable.size()), bytes / 1e6));
    if (!confirmation.given("permanently remove", removable.size(), out())) {
      return 1;
    }
    removable.forEach(DeletedRuns::remove);
    out().println("removed " + Format.runs(removable.size()));
    return 0;
  }
}
