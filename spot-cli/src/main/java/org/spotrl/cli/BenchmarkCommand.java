package org.spotrl.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.spotrl.cli.benchmark.BenchmarkOptions;
import org.spotrl.cli.benchmark.BenchmarkResult;
import org.spotrl.cli.benchmark.BenchmarkTask;
import org.spotrl.cli.benchmark.UpdateBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times updates on this machine. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description = {
      "Times updates on this machine, beside the bare matrix products that they cannot do without.",
      "For figures to compare with others' pin it to a core: taskset -c 1 ./spot benchmark"
    })
final class BenchmarkCommand implements Callable<Integer> {

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

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    BenchmarkOptions from = sizes.options();
    BenchmarkOptions options =
        new BenchmarkOptions(
            tasks,
            from.observationDim(),
            from.actionDim(),
            batchSize,
            from.actorDropout(),
            windows,
            from.windowSeconds(),
            from.intraOpThreads());
    List<BenchmarkResult> results =
        UpdateBenchmark.run(
            options,
            line -> {
              err.println(line);
              err.flush();
            });
    out.printf("%-10s  %10s  %16s  %16s%n", "", "updates/s", "CPU ms/update", "share of sgemm");
    for (BenchmarkResult result : results) {
      out.printf(
          Locale.ROOT,
          "%-10s  %10.1f  %16.3f  %15.0f%%%n",
          result.task().label(),
          result.updatesPerSecond(),
          result.cpuMillis(),
          100 * result.shareOfLimit());
    }
    out.flush();
    return 0;
  }
}
