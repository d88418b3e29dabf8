package org.spotrl.experiments.run;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.UserPaths;
import org.spotrl.experiments.config.EvaluationConfig;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.config.TrackingConfig;
import org.spotrl.experiments.diagnostic.CommonSupport;
import org.spotrl.experiments.provenance.Machine;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.mlflow.format.Names;
import org.spotrl.mlflow.server.TrackingServer;

/**
 * Checks a configuration before the run begins: names by MLflow's rules, the folder or server of
 * the run, environment, threads and memory. It writes and sends nothing.
 */
public final class Preflight {

  /** So many threads are allowed on every machine. */
  private static final int FEW_THREADS = 64;

  private static final int THREADS_PER_CORE = 4;

  /** No such network is deeper, and a graph of thousands of layers takes hours to build. */
  private static final int MOST_LAYERS = 100;

  private static final String DEFAULT = "default";
  private static final String UPDATES = "algorithm.updates";

  /** Intervals in policy updates, and what happens at their multiples. */
  private static final Map<String, String> INTERVALS =
      Map.of(
          "evaluation.every_updates", "the policy is evaluated",
          "tracking.log_every_updates", "training metrics are recorded");

  private final Environments environments;
  private final Trackers trackers;
  private final Machine machine;

  /** Checks for this machine. */
  @Inject
  public Preflight(Environments environments, Trackers trackers) {
    this(environments, trackers, Machine.current());
  }

  Preflight(Environments environments, Trackers trackers, Machine machine) {
    this.environments = environments;
    this.trackers = trackers;
    this.machine = machine;
  }

  /** The problems of a configuration, with the origins of its settings. */
  private record Problems(Map<String, String> origins, List<String> lines) {

    void add(String setting, String problem) {
      String origin = origins.getOrDefault(setting, "");
      String place = origin.contains(":") ? origin + ": " : origin.equals("--set") ? "--set " : "";
      lines.add(place + setting + ": " + problem);
    }

    void collect(String setting, Runnable check) {
      try {
        check.run();
      } catch (SpotException e) {
        add(setting, String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * Checks an experiment.
   *
   * @throws SpotInputException with a line for each problem
   */
  public void check(LoadedExperiment experiment) {
    check(experiment, true);
  }

  /**
   * Checks an experiment without its memory, so that a run that is too large does not stop the
   * other runs of a command.
   *
   * @throws SpotInputException with a line for each problem
   */
  public void checkSettings(LoadedExperiment experiment) {
    check(experiment, false);
  }

  private void check(LoadedExperiment experiment, boolean memory) {
    ExperimentConfig config = experiment.config();
    Problems problems = new Problems(experiment.origins(), new ArrayList<>());
    names(config, problems);
    String where = config.tracking().uri().isBlank() ? "tracking.folder" : "tracking.uri";
    problems.collect(where, () -> place(experiment));
    Optional<EnvironmentSpec> environment = environment(config, problems);
    threads("execution.intra_op_threads", config.execution().intraOpThreads(), problems);
    EvaluationConfig evaluation = config.evaluation();
    threads("evaluation.threads", evaluation.threads(), problems);
    experiment
        .values()
        .forEach(
            (path, value) -> {
              long layers = value.chars().filter(character -> character == ',').count() + 1;
              if (path.endsWith("hidden") && layers > MOST_LAYERS) {
                problems.add(
                    path,
                    "%,d layers are too many; at most %d are allowed"
                        .formatted(layers, MOST_LAYERS));
              }
            });
    long common =
        config.diagnostics().stream()
            .filter(each -> each.config() instanceof CommonSupport.Config)
            .count();
    if (common > 1) {
      problems.add("diagnostics", "'common-support' is listed more than once; leave one");
    }
    environment.ifPresent(spec -> latentSizes(experiment.values(), spec, problems));
    environment
        .filter(spec -> memory)
        .ifPresent(
            spec ->
                MemoryEstimate.of(experiment, spec, config.dataset().create().steps())
                    .problems(machine)
                    .forEach(problems::add));
    if (!problems.lines.isEmpty()) {
      throw new SpotInputException(String.join("\n", problems.lines));
    }
  }

  /**
   * The authors' loss is the evidence lower bound only with a latent of 2A: its KL term is a mean
   * over the latent dimensions, its error a mean over A.
   */
  private static void latentSizes(
      Map<String, String> values, EnvironmentSpec environment, Problems problems) {
    String twice = Integer.toString(2 * environment.actionDim());
    values.forEach(
        (path, value) -> {
          String bound = path.replaceFirst("latent_dim$", "bound");
          if (path.endsWith(".latent_dim")
              && "elbo".equals(values.get(bound))
              && !value.equals("0")
              && !value.equals(twice)) {
            problems.add(
                path,
                "it is %s, but with bound: elbo the loss is a bound of the log density only with a latent of twice the action size, %s for %s; write latent_dim: 0, or bound: importance-weighted"
                    .formatted(value, twice, environment.id()));
          }
        });
  }

  /** The properties of a checked experiment's run, as {@code --dry-run} prints them. */
  public Map<String, String> summary(LoadedExperiment experiment) {
    ExperimentConfig config = experiment.config();
    DatasetSource data = config.dataset().create();
    EnvironmentSpec environment =
        environments.specification(data, config.evaluation().usesEnvironment());
    TrackingPlace place = trackers.place(config.tracking());
    String folder = place.folder().toAbsolutePath().normalize().toString();
    Map<String, String> summary = new LinkedHashMap<>();
    summary.put("experiment", config.experiment());
    if (!config.name().isEmpty()) {
      summary.put("name", config.name());
    }
    summary.put("seed", Long.toString(config.seed()));
    summary.put("method", config.algorithm().type().name());
    summary.put("data", data.description());
    summary.put(
        "environment",
        "%s: observations of %d, actions of %d"
            .formatted(environment.id(), environment.observationDim(), environment.actionDim()));
    experiment
        .values()
        .forEach(
            (path, value) -> {
              if (path.startsWith("algorithm.") && path.endsWith("updates")) {
                summary.put(path.substring("algorithm.".length()), value);
              }
            });
    summary.put(
        "memory",
        "at least %s of %s"
            .formatted(
                MemoryEstimate.size(
                    MemoryEstimate.of(experiment, environment, data.steps()).total()),
                MemoryEstimate.size((double) machine.memoryBytes())));
    summary.put(
        "recorded in",
        place.server().map(server -> folder + " and on " + shown(server)).orElse(folder));
    return summary;
  }

  /** A server's address without credentials. */
  private String shown(String address) {
    try (TrackingServer server = trackers.connect(address, warning -> {})) {
      return server.address();
    }
  }

  private static void names(ExperimentConfig config, Problems problems) {
    problems.collect("experiment", () -> Names.experiment(config.experiment()));
    if (!config.name().isEmpty()) {
      problems.collect("name", () -> Names.run(config.name()));
    }
    for (String tag : config.tags().keySet()) {
      String setting = "tags." + tag;
      // A tag is also recorded as a parameter.
      problems.collect(setting, () -> Names.key("parameter", "tags." + Names.key("tag", tag)));
      config.tags().keySet().stream()
          .filter(other -> other.startsWith(tag + "/"))
          .forEach(
              other ->
                  problems.add(
                      setting,
                      "a tag's name cannot be the first part of another one: there is also 'tags.%s'"
                          .formatted(other)));
    }
  }

  /** Notes on settings whose effect a user may not expect. */
  public List<String> notes(LoadedExperiment experiment) {
    List<String> notes = new ArrayList<>();
    INTERVALS.forEach(
        (setting, consequence) -> {
          long every = Long.parseLong(experiment.values().getOrDefault(setting, "0"));
          long updates = Long.parseLong(experiment.values().getOrDefault(UPDATES, "0"));
          boolean isGiven = !experiment.origins().getOrDefault(setting, DEFAULT).equals(DEFAULT);
          if (isGiven && updates > 0 && every > updates) {
            notes.add(
                "note: %s is %,d and %s %,d: %s at the end only"
                    .formatted(setting, every, UPDATES, updates, consequence));
          }
        });
    return notes;
  }

  private void place(LoadedExperiment experiment) {
    ExperimentConfig config = experiment.config();
    TrackingPlace place = trackers.place(config.tracking());
    Path folder = UserPaths.standard().path("tracking.folder", config.tracking().folder());
    boolean usesFolder = place.folder().equals(folder) || place.server().isPresent();
    if (!usesFolder
        && !config.tracking().uri().isBlank()
        // A recorded configuration contains the default, too.
        && !config.tracking().folder().equals(TrackingConfig.DEFAULTS.folder())
        && !experiment.origins().getOrDefault("tracking.folder", DEFAULT).equals(DEFAULT)) {
      throw new SpotInputException(
          "it is the folder %s, but tracking.folder is %s; remove one of them"
              .formatted(config.tracking().uri(), config.tracking().folder()));
    }
    new FolderTracker(place.folder()).requireWritable(config.experiment());
    place.server().ifPresent(address -> trackers.connect(address, warning -> {}).close());
  }

  private Optional<EnvironmentSpec> environment(ExperimentConfig config, Problems problems) {
    try {
      return Optional.of(
          environments.specification(
              config.dataset().create(), config.evaluation().usesEnvironment()));
    } catch (SpotException e) {
      problems.add("dataset", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void threads(String setting, int threads, Problems problems) {
    int most = Math.max(FEW_THREADS, THREADS_PER_CORE * machine.cores());
    if (threads > most) {
      problems.add(
          setting,
          "%,d threads are too many for this machine, which has %d cores; at most %d are allowed"
              .formatted(threads, machine.cores(), most));
    }
  }
}
