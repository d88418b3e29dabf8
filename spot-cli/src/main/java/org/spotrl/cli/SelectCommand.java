package org.spotrl.cli;

import com.google.inject.Injector;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.wiring.SpotInjector;
import org.spotrl.studies.selection.Selection;
import org.spotrl.studies.selection.SelectionConfig;
import org.spotrl.studies.selection.Selector;
import org.spotrl.studies.study.RecordedStudy;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Selects an arm of a study without the environment. */
@Command(
    name = "select",
    description = {
      "Selects an arm of a study without the environment.",
      "Where scores are known, it shows how good each selection is."
    },
    footer = {
      "",
      "Examples:",
      "  spot select quick --criteria q-initial,support",
      "  spot select quick --csv > selection.csv",
      "",
      "FQE trains a network for each run. Its results are recorded, so the same",
      "command continues after Ctrl-C and does not repeat them."
    })
final class SelectCommand extends BaseCommand {

  @Parameters(paramLabel = "STUDY", description = "Name of the study.")
  private String study = "";

  @Mixin private RunsLocation place = new RunsLocation();

  @Option(
      names = "--criteria",
      paramLabel = "NAMES",
      description = "Criteria (default: fqe,q-initial,td-error,support).")
  private String criteria = "";

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description = "Runs to estimate at a time (default: ${DEFAULT-VALUE}).")
  private int jobs = 1;

  @ArgGroup private OutputFormat form = new OutputFormat();

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  @Override
  public Integer call() {
    requirePositive("--jobs", jobs);
    Injector injector = SpotInjector.create(runtime.mujoco(), runtime.dataDir());
    ConfigLoader loader = injector.getInstance(ConfigLoader.class);
    SelectionConfig config =
        criteria.isBlank()
            ? SelectionConfig.DEFAULTS
            : loader.option(
                "--criteria", SelectionConfig.DEFAULTS, "criteria", "[" + criteria + "]");
    RecordedStudy recorded = RecordedStudy.get(place.folder(), study);
    // On the error stream, so that CSV and JSON can be sent to a file.
    ConsoleReporter reporter = ConsoleReporter.standard(err());
    Selection selection =
        new Selector(recorded, config.criteria(), loader, jobs, reporter).select();
    reporter.endLine();
    if (form.json()) {
      out().println(SelectionView.json(selection));
    } else {
      SelectionView.lines(selection, form.table()).forEach(out()::println);
    }
    selection.notes().forEach(note -> err().println("note: " + note));
    int left = selection.unfinished().size();
    if (left > 0) {
      err()
          .printf(
              "note: left out %,d unfinished run%s: %s%n",
              left, left == 1 ? "" : "s", String.join(", ", selection.unfinished()));
    }
    return 0;
  }
}
