package org.spotrl.cli;

import java.util.List;
import java.util.Locale;
import org.spotrl.api.env.Environment;
import org.spotrl.api.env.EnvironmentSuite;
import org.spotrl.cli.benchmark.BenchmarkOptions;
import org.spotrl.cli.benchmark.BenchmarkOptionsBuilder;
import org.spotrl.cli.benchmark.BenchmarkResult;
import org.spotrl.cli.benchmark.BenchmarkTask;
import org.spotrl.cli.benchmark.EnvironmentBenchmark;
import org.spotrl.cli.benchmark.UpdateBenchmark;
import org.spotrl.experiments.run.Environments;
import org.spotrl.experiments.wiring.SpotInjector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times updates, or steps of environments, on this machine. */
@Command(
    name = "benchmark",
    hidden = true,
    description = {
      "Times updates on this machine, beside the bare matrix products that they cannot do without;",
      "with --environments the steps of environments instead.",
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
      names = "--environments",
      paramLabel = "ID",
      split = ",",
      arity = "0..1",
      fallbackValue = "halfcheetah-v4,hopper-v4,walker2d-v4,ant-v4",
      description = "Ids of environments (default: ${FALLBACK-VALUE}).")
  private List<String> environments = List.of();

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Environment steps of a window (default: ${DEFAULT-VALUE}).")
  private int steps = 20_000;

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  @Override
  public Integer call() {
    if (!environments.isEmpty()) {
      requirePositive("--windows", windows);
      requirePositive("--steps", steps);
      timeEnvironments();
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

  private void timeEnvironments() {
    Environments all = SpotInjector.create(runtime.mujoco()).getInstance(Environments.class);
    List<EnvironmentSuite> suites = environments.stream().map(all::suiteOf).toList();
    for (int i = 0; i < environments.size(); i++) {
      String id = environments.get(i);
      try (Environment environment = suites.get(i).create(id)) {
        out()
            .printf(
                Locale.ROOT,
                "%-16s %10.0f steps for a second of CPU time%n",
                id,
                EnvironmentBenchmark.stepsPerCpuSecond(environment, windows, steps));
      }
    }
  }
}
