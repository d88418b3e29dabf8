package org.spotrl.experiments.run;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.experiments.cache.ResultCache;
import org.spotrl.experiments.provenance.Libraries;
import org.spotrl.mlflow.folder.FileMutex;

/** Collects data once for all runs that need it. */
final class DataCache {

  private static final String STEPS = "steps";
  private static final String OBSERVATIONS = "observations";
  private static final String ACTIONS = "actions";
  private static final String REWARDS = "rewards";

  /** 1 for a terminal, 2 for a timeout, 3 for both. */
  private static final String FLAGS = "flags";

  private final ResultCache cache;
  private final Libraries libraries;

  DataCache(ResultCache cache, Libraries libraries) {
    this.cache = cache;
    this.libraries = libraries;
  }

  /**
   * Loads data. Collected data comes from the cache if it is there; otherwise one process collects
   * it, and the others wait.
   *
   * @throws org.spotrl.api.error.SpotStoppedException if it is stopped while it waits
   */
  Trajectories load(
      DatasetSource source, RunReporter reporter, ProgressListener progress, StopSignal stop) {
    Optional<String> identity = source.cacheKey();
    if (identity.isEmpty()) {
      return source.load(progress);
    }
    String key = SharedPhase.key(identity.get(), libraries.current(), List.of());
    Optional<Trajectories> found = find(key, reporter);
    if (found.isPresent()) {
      return found.get();
    }
    FileMutex lock;
    try {
      lock =
          SharedPhase.lock(
              cache,
              key,
              stop,
              () ->
                  notice(
                      reporter,
                      "waiting for process %s, which is collecting the same data"
                          .formatted(cache.holderOf(key))));
    } catch (SpotRunException e) {
      notice(reporter, "is not shared with other runs: " + e.getMessage());
      return source.load(progress);
    }
    try (lock) {
      return find(key, reporter).orElseGet(() -> collect(source, key, reporter, progress));
    }
  }

  private Trajectories collect(
      DatasetSource source, String key, RunReporter reporter, ProgressListener progress) {
    long begun = System.nanoTime();
    Trajectories steps = source.load(progress);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    try {
      cache.remove(key);
      cache.save(
          new Checkpoint(
              key,
              steps.name(),
              System.currentTimeMillis(),
              millis,
              Map.of(STEPS, (long) steps.steps()),
              Map.of(),
              state(steps)));
    } catch (SpotRunException e) {
      // A cache that cannot be written costs time, but no run.
      notice(reporter, "is not shared with other runs: " + e.getMessage());
    }
    return steps;
  }

  private Optional<Trajectories> find(String key, RunReporter reporter) {
    return cache
        .find(key)
        .map(
            entry -> {
              notice(
                  reporter,
                  "taken from the cache: another run collected it in %.0f s"
                      .formatted(entry.elapsedMillis() * 1e-3));
              return trajectories(entry);
            });
  }

  private static StateDict state(Trajectories steps) {
    float[] flags = new float[steps.steps()];
    for (int row = 0; row < flags.length; row++) {
      flags[row] = (steps.terminals()[row] ? 1 : 0) + (steps.timeouts()[row] ? 2 : 0);
    }
    return new StateDict(
        new TreeMap<>(
            Map.of(
                OBSERVATIONS, columns(steps.observations(), steps.observationDim()),
                ACTIONS, columns(steps.actions(), steps.actionDim()),
                REWARDS, columns(steps.rewards(), 1),
                FLAGS, columns(flags, 1))));
  }

  private static StateTensor columns(float[] values, int width) {
    return new StateTensor.Floats(new long[] {values.length / width, width}, values);
  }

  private static Trajectories trajectories(Checkpoint entry) {
    StateTensor.Floats observations = floats(entry, OBSERVATIONS);
    StateTensor.Floats actions = floats(entry, ACTIONS);
    float[] flags = floats(entry, FLAGS).values();
    boolean[] terminals = new boolean[flags.length];
    boolean[] timeouts = new boolean[flags.length];
    for (int row = 0; row < flags.length; row++) {
      terminals[row] = (int) flags[row] % 2 == 1;
      timeouts[row] = flags[row] >= 2;
    }
    return new Trajectories(
        entry.runId(),
        (int) observations.shape()[1],
        (int) actions.shape()[1],
        observations.values(),
        actions.values(),
        floats(entry, REWARDS).values(),
        terminals,
        timeouts);
  }

  private static StateTensor.Floats floats(Checkpoint entry, String name) {
    return (StateTensor.Floats) Objects.requireNonNull(entry.state().tensors().get(name), name);
  }

  private static void notice(RunReporter reporter, String text) {
    reporter.notice("%-10s %s".formatted("data", text));
  }
}
