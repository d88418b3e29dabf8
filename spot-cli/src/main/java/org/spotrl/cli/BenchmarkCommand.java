package org.spotrl.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.spotrl.cli.benchmark.BenchmarkOptions;
import org.spotrl.cli.benchmark.BenchmarkOptionsBuilder;
import org.spotrl.cli.benchmark.BenchmarkResult;
import org.spotrl.cli.benchmark.BenchmarkTask;
import org.spotrl.cli.benchmark.LoadBenchmark;
import org.spotrl.cli.benchmark.UpdateBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Times updates on this machine. */
@Command(
    name = "benchmark",
    hidden = true,
    description = {
      "Times updates on this machine, beside the bare matrix products that they cannot do without.",
      "For figures to compare with others' pin it to a core: taskset -c 1 ./spot benchmark"
    })
final class BenchmarkCommand extends BaseCommand {

  /** Sizes of the paper's tasks. */
  private enum Sizes {
    HALFCHEETAH,
    ANTMAZE;

    BenchmarkOptions options() {
      return this == HALFCHEETAH ? BenchmarkOptions.HALFCHEETAH : BenchmarkOptions.ANTMAZE;
    }
  }

  @Option(
      names = "--sizes",
      defaultValue = "halfcheetah",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Sizes sizes = Sizes.HALFCHEETAH;

  @Option(
      names = "--tasks",
      split = ",",
      description = "Any of ${COMPLETION-CANDIDATES} (default: all).")
  private List<BenchmarkTask> tasks = List.of(BenchmarkTask.values());

  @Option(
      names = "--windows",
      defaultValue = "5",
      description = "Windows to time; the median counts (default: ${DEFAULT-VALUE}).")
  private int windows = 5;

  @Option(
      names = "--batch-size",
      defaultValue = "256",
      description = "(default: ${DEFAULT-VALUE}).")
  private int batchSize = 256;

  @Option(
      names = "--load",
      paramLabel = "FILE",
      description = "Loads a D4RL file instead, as benchmarks/load_d4rl.py does.")
  private @Nullable Path load;

  @Override
  public Integer call() {
    if (load != null) {
      out().println(LoadBenchmark.run(load));
      return 0;
    }
    BenchmarkOptions options =
        BenchmarkOptionsBuilder.builder(sizes.options())
            .tasks(tasks)
            .batchSize(batchSize)
            .windows(windows)
            .build();
    List<BenchmarkResult> results = UpdateBenchmark.run(options, err()::println);
    out().printf("%-10s  %10s  %16s  %16s%n", "", "updates/s", "CPU ms/update", "share of sgemm");
    for (BenchmarkResult result : results) {
      out()
          .printf(
              Locale.ROOT,
              "%-10s  %10.1f  %16.3f  %15.0f%%%n",
              result.task().label(),
              result.updatesPerSecond(),
              result.cpuMillis(),
              100 * result.shareOfLimit());
    }
    return 0;
  }
}
