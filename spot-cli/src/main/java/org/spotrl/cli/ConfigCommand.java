package org.spotrl.cli;

import com.google.inject.Injector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.ComponentRegistry;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.ConfigReference;
import org.spotrl.experiments.config.ConfigSchema;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.config.Settings;
import org.spotrl.experiments.run.Preflight;
import org.spotrl.experiments.wiring.SpotInjector;
import org.spotrl.studies.study.Study;
import org.spotrl.studies.study.StudyLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks and shows experiment files. */
@Command(
    name = "config",
    synopsisSubcommandLabel = "COMMAND",
    description = "Checks and shows experiment files.")
final class ConfigCommand extends BaseCommand {

  @Override
  public Integer call() {
    printHelp();
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Checks files and reports all problems, without running anything: settings,",
        "names, folder or server of the runs, and memory."
      })
  int check(
      @Parameters(arity = "1..*", paramLabel = "FILE", description = "Experiment and study files.")
          List<Path> files,
      @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Overrides a setting.")
          @Nullable List<String> overrides) {
    Injector injector = injector();
    Preflight preflight = injector.getInstance(Preflight.class);
    ExperimentFiles experiments = new ExperimentFiles(injector, preflight::check, err());
    StudyLoader studies = injector.getInstance(StudyLoader.class);
    for (Path file : files) {
      if (studies.isStudy(file)) {
        check(experiments, studies, file, overrides);
      } else if (!experiments.load(file, overrides == null ? List.of() : overrides).isEmpty()) {
        out().println(file + ": ok");
      }
    }
    experiments.throwIfAny();
    return 0;
  }

  private void check(
      ExperimentFiles problems, StudyLoader studies, Path file, @Nullable List<String> overrides) {
    Settings settings = Settings.of(overrides == null ? List.of() : overrides);
    problems.collect(
        () -> {
          Study study =
              studies.load(file, new StudyLoader.Changes("", "", settings, Settings.NONE));
          out().println(file + ": ok, " + Format.runs(study.runs().size()));
        });
  }

  @Command(mixinStandardHelpOptions = true, description = "Prints a file with all defaults.")
  int show(
      @Parameters(paramLabel = "FILE") Path file,
      @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Overrides a setting.")
          @Nullable List<String> overrides,
      @Option(names = "--origins", description = "Prints each value with its origin instead.")
          boolean origins) {
    LoadedExperiment loaded =
        injector()
            .getInstance(ConfigLoader.class)
            .load(file, overrides == null ? List.of() : overrides, err()::println);
    if (origins) {
      List<List<String>> rows = new ArrayList<>();
      for (String name : loaded.values().keySet()) {
        String value = loaded.values().getOrDefault(name, "").replace("\n", " ");
        rows.add(
            List.of(name, value + "  (" + loaded.origins().getOrDefault(name, "default") + ")"));
      }
      Table.TEXT.lines(rows, 2).forEach(out()::println);
    } else {
      print(loaded.resolvedYaml());
    }
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Prints the JSON Schema of experiment files, for editors.")
  int schema() {
    print(new ConfigSchema(injector().getInstance(ComponentRegistry.class)).json());
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Prints the reference of all settings in Markdown.")
  int reference(
      @Parameters(
              arity = "0..*",
              paramLabel = "PAGE",
              description = {
                "Renews the tables of settings in these Markdown files instead:",
                "what is between <!-- settings: algorithm spot -->",
                "and <!-- end of settings -->."
              })
          @Nullable List<Path> pages) {
    ConfigReference reference =
        new ConfigReference(injector().getInstance(ComponentRegistry.class));
    if (pages == null) {
      print(reference.markdown());
    } else {
      pages.forEach(page -> renew(page, reference));
    }
    return 0;
  }

  private void renew(Path page, ConfigReference reference) {
    try {
      String text = Files.readString(page);
      String renewed = reference.renewed(text);
      if (!renewed.equals(text)) {
        Files.writeString(page, renewed);
        out().println(page + ": renewed");
      }
    } catch (SpotInputException e) {
      throw new SpotInputException(page + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new SpotInputException(
          "cannot read and write '%s': name a Markdown file that exists and that you may change"
              .formatted(page),
          e);
    }
  }

  private void print(String text) {
    out().print(text);
    out().flush();
  }

  private static Injector injector() {
    return SpotInjector.create(Optional.empty());
  }
}
