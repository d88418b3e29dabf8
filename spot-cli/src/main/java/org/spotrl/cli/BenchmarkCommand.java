package org.spotrl.cli;

import com.google.inject.Injector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.env.Environment;
import org.spotrl.api.env.EnvironmentSuite;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.cli.benchmark.BenchmarkOptions;
import org.spotrl.cli.benchmark.BenchmarkOptionsBuilder;
import org.spotrl.cli.benchmark.BenchmarkResult;
import org.spotrl.cli.benchmark.BenchmarkTask;
import org.spotrl.cli.benchmark.EnvironmentBenchmark;
import org.spotrl.cli.benchmark.LoadBenchmark;
import org.spotrl.cli.benchmark.MethodBenchmark;
import org.spotrl.cli.benchmark.MethodTime;
import org.spotrl.cli.benchmark.UpdateBenchmark;
import org.spotrl.experiments.config.ComponentRegistry;
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
      "Times updates on this machine and compares them with their bare matrix products.",
      "--methods times whole methods, --environments steps of environments instead.",
      "Pin it to a core for comparable times: taskset -c 1 ./spot benchmark"
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
      names = "--methods",
      split = ",",
      paramLabel = "METHOD",
      description = {"Times training and acting with the authors' settings; 'all': every method."})
  private List<String> methods = List.of();

  @Option(
      names = "--windows",
      defaultValue = "5",
      description = "Windows to time; the result is the median (default: ${DEFAULT-VALUE}).")
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
      description = {
        "Default: ${FALLBACK-VALUE}.",
        "With --methods: one id, where the policies act."
      })
  private List<String> environments = List.of();

  @Option(
      names = "--load",
      paramLabel = "FILE",
      description = "Loads a D4RL file instead, as benchmarks/load_d4rl.py does.")
  private @Nullable Path load;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Environment steps of a window (default: ${DEFAULT-VALUE}).")
  private int steps = 20_000;

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  @Override
  public Integer call() {
    if (load != null) {
      out().println(LoadBenchmark.run(load));
      return 0;
    }
    if (methods.isEmpty() && !environments.isEmpty()) {
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
    return methods.isEmpty() ? updates(options) : methods(options);
  }

  private int methods(BenchmarkOptions options) {
    if (environments.size() > 1) {
      throw new SpotInputException(
          "policies act in one environment: give --environments one id, such as halfcheetah-v4");
    }
    Injector injector = SpotInjector.create(runtime.mujoco());
    ComponentRegistry registry = injector.getInstance(ComponentRegistry.class);
    List<String> names = methods.equals(List.of("all")) ? registry.names(Algorithm.class) : methods;
    List<ComponentType<?, Algorithm>> types =
        names.stream().<ComponentType<?, Algorithm>>map(name -> method(registry, name)).toList();
    if (environments.isEmpty()) {
      print(MethodBenchmark.run(options, types, Optional.empty(), err()::println));
      return 0;
    }
    String id = environments.get(0);
    try (Environment environment =
        injector.getInstance(Environments.class).suiteOf(id).create(id)) {
      print(MethodBenchmark.run(options, types, Optional.of(environment), err()::println));
      return 0;
    }
  }

  private void print(List<MethodTime> times) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "method",
            "update ms",
            "earlier phases h",
            "1M updates h",
            "1000 actions ms",
            "stored policy ms"));
    for (MethodTime time : times) {
      rows.add(
          Table.row(
              List.of(time.method()),
              DoubleStream.of(
                      time.policyUpdateMillis(),
                      time.earlierHours(),
                      time.hoursOfMillion(),
                      time.actingMillis(),
                      time.storedActingMillis())
                  .mapToObj("%.2f"::formatted)
                  .toList()));
    }
    Table.TEXT.lines(rows, 1).forEach(out()::println);
  }

  private static ComponentType<?, Algorithm> method(ComponentRegistry registry, String name) {
    return registry
        .find(Algorithm.class, name)
        .orElseThrow(
            () ->
                new SpotInputException(
                    "there is no method '%s'; there are %s"
                        .formatted(name, String.join(", ", registry.names(Algorithm.class)))));
  }

  private int updates(BenchmarkOptions options) {
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
