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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.Preflight;

/** Loads and checks the experiment files of a command, and collects all problems. */
final class ExperimentFiles {

  private final ConfigLoader loader;
  private final Preflight preflight;
  private final Consumer<LoadedExperiment> check;
  private final PrintWriter err;
  private final Set<String> notes = new LinkedHashSet<>();
  private final Set<String> problems = new LinkedHashSet<>();

  /**
   * Loads with the components of an injector.
   *
   * @param check throws a {@link SpotInputException} with the problems of an experiment
   * @param err gets notes, for example on shortened paths
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
      problems.add("use --set for settings; did you mean --set " + file + "?");
    }
    return loaded;
  }

  /** As above, for the recorded configuration of a run. */
  Optional<LoadedExperiment> loadRecorded(LocalRun run, List<String> overrides) {
    return checked(() -> loader.loadRecorded(run.config(), overrides, this::note));
  }

  private Optional<LoadedExperiment> checked(Supplier<LoadedExperiment> load) {
    AtomicReference<@Nullable LoadedExperiment> loaded = new AtomicReference<>();
    collect(
        () -> {
          LoadedExperiment experiment = load.get();
          check.accept(experiment);
          preflight.notes(experiment).forEach(this::note);
          loaded.set(experiment);
        });
    return Optional.ofNullable(loaded.get());
  }

  /** Does something; its problems are reported by {@link #throwIfAny}. */
  void collect(Runnable work) {
    try {
      work.run();
    } catch (SpotInputException e) {
      String.valueOf(e.getMessage()).lines().forEach(problems::add);
    }
  }

  /**
   * Fails if a file has a problem.
   *
   * @throws SpotInputException with a line for each problem
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
