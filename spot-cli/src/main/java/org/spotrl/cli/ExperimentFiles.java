package org.spotrl.cli;

import com.google.inject.Injector;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.Preflight;

/** Loads and checks experiment files for a command, and collects all problems of all files. */
final class ExperimentFiles {

  private final ConfigLoader loader;
  private final Preflight preflight;
  private final Consumer<LoadedExperiment> check;
  private final PrintWriter err;
  private final Set<String> notes = new LinkedHashSet<>();
  private final Set<String> problems = new LinkedHashSet<>();

  /**
   * Makes it.
   *
   * @param check throws a {@link SpotInputException} for what is wrong with an experiment
   * @param err gets a line for each override that was given by the end of its path, and for what
   *     the user may not expect
   */
  ExperimentFiles(Injector injector, Consumer<LoadedExperiment> check, PrintWriter err) {
    this.loader = injector.getInstance(ConfigLoader.class);
    this.preflight = injector.getInstance(Preflight.class);
    this.check = check;
    this.err = err;
  }

  /** Loads and checks a file; empty if there is a problem, which {@link #throwIfAny} reports. */
  Optional<LoadedExperiment> load(Path file, List<String> overrides) {
    Optional<LoadedExperiment> loaded = checked(() -> loader.load(file, overrides, this::note));
    if (loaded.isEmpty() && file.toString().contains("=") && !Files.exists(file)) {
      problems.add("settings are given by --set, did you mean --set " + file + "?");
    }
    return loaded;
  }

  /** The same for the configuration that a run has recorded. */
  Optional<LoadedExperiment> loadRecorded(LocalRun run, List<String> overrides) {
    return checked(() -> loader.loadRecorded(run.config(), overrides, this::note));
  }

  private Optional<LoadedExperiment> checked(Supplier<LoadedExperiment> load) {
    try {
      LoadedExperiment experiment = load.get();
      check.accept(experiment);
      preflight.notes(experiment).forEach(this::note);
      return Optional.of(experiment);
    } catch (SpotInputException e) {
      String.valueOf(e.getMessage()).lines().forEach(problems::add);
      return Optional.empty();
    }
  }

  /**
   * Fails if a file has a problem.
   *
   * @throws SpotInputException with a line for each one
   */
  void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new SpotInputException(String.join(System.lineSeparator(), new ArrayList<>(problems)));
    }
  }

  private void note(String line) {
    if (notes.add(line)) {
      err.println(line);
    }
  }
}
