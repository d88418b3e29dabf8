package org.spotrl.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.DatasetStatistics;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.Sha256;
import org.spotrl.api.statistics.RunningStatistics;
import org.spotrl.data.DataFile;
import org.spotrl.data.d4rl.D4rlDataset;
import org.spotrl.data.d4rl.D4rlSource;
import org.spotrl.data.d4rl.DataFolders;
import org.spotrl.data.d4rl.Download;
import org.spotrl.data.format.Hdf5Writer;
import org.spotrl.data.format.MinariMetadata;
import org.spotrl.data.format.MinariWriter;
import org.spotrl.data.format.StepTable;
import org.spotrl.experiments.diagnostic.Histogram;
import org.spotrl.mujoco.MujocoSuite;
import org.spotrl.mujoco.library.MujocoSettings;
import org.spotrl.mujoco.maze.CollectionConfig;
import org.spotrl.mujoco.maze.MazeCollection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists, fetches, checks, replays, converts and collects data sets. */
@Command(
    name = "data",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DataReplayCommand.class, DataReplayPolicyCommand.class},
    description = "Lists, fetches, checks, replays, converts and collects data sets.",
    footer = {"", "Examples:", "  spot data info log.npz", "  spot data fetch hopper-medium-v2"})
final class DataCommand extends BaseCommand {

  private static final int BINS = 10;
  private static final int BAR = 40;
  private static final String DIR = "Folder of D4RL's files and Minari's data sets.";
  private static final String FILE = "A data file, or the name of a data set of D4RL or Minari.";

  /** Minari's data sets have up to three namespaces, in practice two. */
  private static final int MINARI_DEPTH = 6;

  @Override
  public Integer call() {
    printHelp();
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Lists D4RL's data sets and the files of them that are here,",
        "and Minari's data sets that are here."
      })
  int list(
      @Option(names = "--data-dir", paramLabel = "DIR", description = DIR) @Nullable Path dataDir) {
    DataFolders folders = folders(dataDir);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("name", "environment", "file"));
    for (D4rlDataset dataset : D4rlDataset.ALL) {
      rows.add(
          List.of(
              dataset.name(),
              dataset.environment().id(),
              folders.find(dataset.fileName()).map(Path::toString).orElse(Table.NONE)));
    }
    folders.minari().forEach(folder -> addMinari(folder, rows));
    Table.TEXT.lines(rows, 3).forEach(line -> out().println(line.stripTrailing()));
    return 0;
  }

  private static void addMinari(Path root, List<List<String>> rows) {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (Stream<Path> paths =
        Files.find(root, MINARI_DEPTH, (path, a) -> MinariMetadata.isIn(path))) {
      for (Path folder : paths.sorted().toList()) {
        rows.add(
            List.of(root.relativize(folder).toString(), environment(folder), folder.toString()));
      }
    } catch (IOException | UncheckedIOException e) {
      throw new SpotInputException("'%s' cannot be read: %s".formatted(root, e.getMessage()), e);
    }
  }

  private static String environment(Path minari) {
    try {
      return MinariMetadata.read(minari).environment();
    } catch (SpotInputException e) {
      return "unreadable";
    }
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Prints what a data set has: sizes, rewards, returns and their histogram.")
  int info(
      @Parameters(paramLabel = "FILE|NAME", description = FILE) String name,
      @Option(names = "--data-dir", paramLabel = "DIR", description = DIR) @Nullable Path dataDir,
      @Option(
              names = "--picture",
              paramLabel = "PNG",
              description = "A new .png file with the histogram of the returns.")
          @Nullable Path picture) {
    if (picture != null) {
      requirePicture(picture);
    }
    DataFile file = DataFile.find(name, folders(dataDir));
    StepTable steps = file.read();
    Trajectories data = file.trajectories(steps);
    DatasetStatistics s = DatasetStatistics.of(data.transitions());
    row("file", "%s", file.path());
    row(
        "steps",
        "%,d; %,d transitions, observations of %d, actions of %d",
        data.steps(),
        s.transitions(),
        data.observationDim(),
        data.actionDim());
    long ended =
        IntStream.range(0, data.finishedCount())
            .filter(k -> data.terminals()[data.end(k) - 1])
            .count();
    row(
        "episodes",
        "%,d; %,d ended by the task, %,d by a timeout",
        data.finishedCount(),
        ended,
        data.finishedCount() - ended);
    row("rewards", "%.4g to %.4g, mean %.4g", s.minReward(), s.maxReward(), s.meanReward());
    row("actions", "up to %.4g", s.maxAbsoluteAction());
    double[] returns =
        IntStream.range(0, data.finishedCount()).mapToDouble(data::undiscountedReturn).toArray();
    returns(returns, file.d4rl().map(d -> d.environment().referenceScores()));
    if (picture != null) {
      writePicture(Histogram.png("returns of " + data.name(), returns), picture);
    }
    return 0;
  }

  /** The returns of all whole trajectories, with every recorded reward. */
  private void returns(double[] values, Optional<ReferenceScores> scores) {
    RunningStatistics returns = new RunningStatistics();
    for (double value : values) {
      returns.add(value);
    }
    row(
        "returns",
        "%.2f +- %.2f (%.2f to %.2f)",
        returns.mean(),
        returns.std(),
        returns.min(),
        returns.max());
    scores.ifPresent(
        reference ->
            row(
                "scores",
                "%.1f (%.1f to %.1f)",
                reference.normalized(returns.mean()),
                reference.normalized(returns.min()),
                reference.normalized(returns.max())));
    histogram(values, returns).forEach(out()::println);
  }

  /** A line for each of ten equal ranges of the returns, with a bar. */
  static List<String> histogram(double[] values, RunningStatistics range) {
    double width = (range.max() - range.min()) / BINS;
    if (!(width > 0)) {
      return List.of();
    }
    int[] counts = Histogram.counts(values, BINS);
    int most = Arrays.stream(counts).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      double from = range.min() + bin * width;
      String bar = "#".repeat((int) Math.ceil((double) BAR * counts[bin] / most));
      lines.add(Format.text("%12.2f  %-" + BAR + "s %,d", from, bar, counts[bin]).stripTrailing());
    }
    return lines;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Fetches a file of D4RL. A download that broke continues where it broke.",
      })
  int fetch(
      @Parameters(paramLabel = "NAME", description = "Name of the data set.") String name,
      @Option(names = "--data-dir", paramLabel = "DIR", description = DIR) @Nullable Path dataDir) {
    DataFolders folders = folders(dataDir);
    D4rlDataset dataset = D4rlSource.of(name);
    Optional<Path> there = folders.find(dataset.fileName());
    Path file = there.orElse(folders.target().resolve(dataset.fileName()));
    if (there.isEmpty()) {
      new Download(dataset.url(), file).run(ConsoleReporter.standard(out()));
    }
    out().println(file);
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Checks a data set: columns, shapes, NaN, flags, the bounds of actions.",
        "Exit code 0 if nothing is wrong, 1 if something is."
      })
  int verify(
      @Parameters(paramLabel = "FILE|NAME", description = FILE) String name,
      @Option(names = "--data-dir", paramLabel = "DIR", description = DIR) @Nullable Path dataDir) {
    DataFile file = DataFile.find(name, folders(dataDir));
    StepTable steps = file.read();
    List<String> problems = file.problems(steps);
    try {
      out().printf("%s: sha256 %s%n", file.stepsFile(), Sha256.of(file.stepsFile()));
    } catch (IOException e) {
      throw new SpotInputException(
          "'%s' cannot be read: %s".formatted(file.path(), e.getMessage()), e);
    }
    problems.forEach(problem -> out().println("  " + problem));
    out()
        .println(
            problems.isEmpty()
                ? Format.text("%,d steps, nothing is wrong", steps.shape().steps())
                : "something is wrong; correct or remove these rows");
    return problems.isEmpty() ? 0 : 1;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Writes a data set as an HDF5 file with D4RL's columns, or as a Minari data set, which",
        "goes to --data-dir, MINARI_DATASETS_PATH or ~/.minari/datasets."
      })
  int convert(
      @Parameters(paramLabel = "FILE|NAME", description = FILE) String from,
      @Parameters(
              paramLabel = "OUT",
              description = "The new .hdf5 file, or the new name for Minari, such as own/log-v0.")
          Path to,
      @Option(names = "--data-dir", paramLabel = "DIR", description = DIR) @Nullable Path dataDir) {
    DataFolders folders = folders(dataDir);
    boolean minari = MinariMetadata.isName(to.toString());
    Path target = minari ? folders.minariTarget().resolve(to) : requireHdf5(to);
    Hdf5Writer.requireNew(target);
    DataFile file = DataFile.find(from, folders);
    StepTable steps = file.read();
    steps.requireSound(Double.POSITIVE_INFINITY, false);
    Trajectories data = file.trajectories(steps);
    if (minari) {
      Dataset transitions = data.transitions();
      MinariWriter.write(transitions, folders.minariTarget(), to.toString(), file.maxAction(steps));
      if (transitions.size() < data.steps()) {
        row(
            "left out",
            "%,d steps without a next observation, as in D4RL's qlearning_dataset",
            data.steps() - transitions.size());
      }
    } else {
      Hdf5Writer.write(data, to);
    }
    out().println(target);
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Collects a maze data set by D4RL's protocol and writes it to a file.")
  int collect(
      @Parameters(paramLabel = "OUT", description = "The new .hdf5 file.") Path to,
      @Option(
              names = "--environment",
              defaultValue = "maze2d-umaze-v1",
              description = "The maze (default: ${DEFAULT-VALUE}).")
          String environment,
      @Option(
              names = "--steps",
              defaultValue = "1000000",
              description = "Steps (default: ${DEFAULT-VALUE}).")
          int steps,
      @Option(
              names = "--seed",
              defaultValue = "0",
              description = "Seed (default: ${DEFAULT-VALUE}).")
          long seed,
      @Option(
              names = "--noise",
              defaultValue = "0.5",
              description = "Noise on the actions (default: ${DEFAULT-VALUE}).")
          double noise) {
    requirePositive("--steps", steps);
    Hdf5Writer.requireNew(requireHdf5(to));
    CollectionConfig config = new CollectionConfig(environment, steps, seed, noise);
    MazeCollection source;
    try {
      source = new MazeCollection(config, new MujocoSuite(MujocoSettings.STANDARD)::mazeModel);
    } catch (IllegalArgumentException e) {
      throw misuse(String.valueOf(e.getMessage()));
    }
    List<double[]> qpos = new ArrayList<>();
    List<double[]> qvel = new ArrayList<>();
    List<double[]> actions = new ArrayList<>();
    List<double[]> goals = new ArrayList<>();
    Trajectories data =
        source.load(
            ConsoleReporter.standard(out()),
            (position, velocity, action, goal) -> {
              qpos.add(position);
              qvel.add(velocity);
              actions.add(action);
              goals.add(goal);
            });
    Hdf5Writer.write(
        data,
        Map.of(
            "actions", rows(actions),
            "infos/qpos", rows(qpos),
            "infos/qvel", rows(qvel),
            "infos/goal", rows(goals)),
        to);
    out().println(to);
    return 0;
  }

  private static double[][] rows(List<double[]> rows) {
    return rows.toArray(new double[0][]);
  }

  private Path requireHdf5(Path file) {
    requireEnding(file, "OUT", ".hdf5", ".h5");
    return file;
  }

  private static DataFolders folders(@Nullable Path dataDir) {
    return DataFolders.of(Optional.ofNullable(dataDir));
  }

  private void row(String what, String format, Object... values) {
    out().println(Format.text("%-10s ", what) + Format.text(format, values));
  }
}
