package org.spotrl.experiments.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.SpotVersion;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.error.SpotStoppedException;
import org.spotrl.api.host.Sha256;
import org.spotrl.api.learning.PhaseResult;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.experiments.cache.ResultCache;
import org.spotrl.experiments.cache.TrainedPhase;
import org.spotrl.experiments.measure.RunTimes;
import org.spotrl.experiments.provenance.LibraryState;
import org.spotrl.experiments.provenance.Machine;
import org.spotrl.mlflow.folder.FileMutex;

/**
 * A phase whose result is shared between runs, such as a density. It is taken from the cache, or
 * trained and added to the cache. The results of the run are the same.
 */
final class SharedPhase implements AutoCloseable {

  private static final long POLL_MILLIS = 500;

  private final RunContext context;
  private final TrainingPhase phase;
  private final Map<Long, Map<String, Double>> metrics = new LinkedHashMap<>();
  private @Nullable ResultCache store;
  private @Nullable PhaseResult result;
  private @Nullable FileMutex lock;
  private String key = "";
  private boolean over;

  private SharedPhase(RunContext context, TrainingPhase phase) {
    this.context = context;
    this.phase = phase;
  }

  /**
   * Takes the result from {@code density.from} or from the cache, waits for another process that
   * trains it, or lets this run train it.
   *
   * @param shared the cache, if the run uses it
   * @throws org.spotrl.api.error.SpotStoppedException if it is stopped while it waits
   */
  static SharedPhase begin(
      RunContext context, TrainingPhase phase, Optional<ResultCache> shared, StopSignal stop) {
    SharedPhase begun = new SharedPhase(context, phase);
    // For a phase that has begun, the metrics of the first updates are unknown here.
    if (phase.completed() == 0 && phase.updates() > 0 && phase.result().isPresent()) {
      PhaseResult result = phase.result().get();
      Optional<GivenDensity> given = GivenDensity.of(context.config(), context.data());
      if (given.isPresent()) {
        begun.take(result, given.get());
      } else {
        shared.ifPresent(store -> begun.share(result, store, stop));
      }
    }
    return begun;
  }

  /** True if the result was taken, so that there is nothing to train. */
  boolean isOver() {
    return over;
  }

  private void share(PhaseResult phaseResult, ResultCache densities, StopSignal stop) {
    result = phaseResult;
    key =
        // The recorded points are at its multiples.
        key(context, phaseResult, "log every " + context.config().tracking().logEveryUpdates());
    context.run().tags(Map.of("spot.%s_key".formatted(phase.name()), key));
    Optional<TrainedPhase> stored = densities.find(key).map(TrainedPhase::of);
    if (stored.isEmpty()) {
      try {
        stored = lockOrWait(densities, stop);
      } catch (SpotRunException e) {
        unshared(e);
      }
    }
    stored.ifPresent(trained -> take(phaseResult, trained));
  }

  /** Waits for the lock; returns the result if another process has trained it meanwhile. */
  private Optional<TrainedPhase> lockOrWait(ResultCache densities, StopSignal stop) {
    lock =
        lock(
            densities,
            key,
            stop,
            () ->
                notice(
                    "waiting for process %s, which is training the same %s"
                        .formatted(densities.holderOf(key), phase.name())));
    Optional<TrainedPhase> stored = densities.find(key).map(TrainedPhase::of);
    if (stored.isPresent()) {
      close();
      return stored;
    }
    if (densities.remove(key)) {
      notice(
          "the cached result (%.12s) was damaged and is deleted; it is trained again"
              .formatted(key));
    }
    store = densities;
    return stored;
  }

  /**
   * Locks an entry of the cache.
   *
   * @param waiting called once if another process has the lock
   * @throws SpotStoppedException if it is stopped while it waits
   */
  static FileMutex lock(ResultCache densities, String key, StopSignal stop, Runnable waiting) {
    Optional<FileMutex> lock = densities.tryLock(key);
    if (lock.isEmpty()) {
      waiting.run();
    }
    while (lock.isEmpty()) {
      pause(stop);
      lock = densities.tryLock(key);
    }
    return lock.get();
  }

  /** Waits a moment for another process; ends if a stop was asked for. */
  private static void pause(StopSignal stop) {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpotStoppedException();
    }
    stop.check();
  }

  /** A hash of everything that the phase's results depend on. */
  static String key(RunContext context, PhaseResult phaseResult, String... more) {
    List<String> parts = new ArrayList<>();
    parts.add("intra-op threads " + context.config().execution().intraOpThreads());
    parts.addAll(List.of(more));
    return key(phaseResult.key(), context.libraries(), parts);
  }

  /** A hash of what a result depends on: its own settings, the program and the machine. */
  static String key(String result, LibraryState libraries, List<String> more) {
    List<String> parts =
        new ArrayList<>(
            List.of(result, SpotVersion.current(), libraries.toString(), Machine.processor()));
    parts.addAll(more);
    return Sha256.of(String.join("\n", parts));
  }

  private void take(PhaseResult phaseResult, TrainedPhase stored) {
    phaseResult.restore(stored.state());
    GivenDensity.store(context, stored.runId(), phaseResult.learnt());
    stored.metrics().forEach((step, values) -> context.run().metrics(step, values));
    context.run().metrics(RunTimes.ONCE, context.times().phaseTotals(phase));
    context.run().tags(Map.of("spot.%s_trained_by".formatted(phase.name()), stored.runId()));
    notice(
        "taken from the cache: run %s trained it in %.0f s; --no-density-cache trains it again"
            .formatted(stored.runId(), stored.millis() * 1e-3));
    over = true;
  }

  private void take(PhaseResult phaseResult, GivenDensity given) {
    phaseResult.restore(given.weights());
    GivenDensity.store(context, given.runId(), phaseResult.learnt());
    context.run().tags(Map.of("spot.%s_trained_by".formatted(phase.name()), given.runId()));
    notice("taken from %s, trained by run %s".formatted(given.folder(), given.runId()));
    over = true;
  }

  /** Called with the metrics of the phase that the run records. */
  void recorded(long step, Map<String, Double> values) {
    if (store != null) {
      metrics.put(step, new TreeMap<>(values));
    }
  }

  /** Called when this run has trained the phase. */
  void completed() {
    phase
        .result()
        .ifPresent(trained -> GivenDensity.store(context, context.run().id(), trained.learnt()));
    if (store != null && result != null) {
      try {
        store.save(
            new TrainedPhase(
                    context.run().id(),
                    phase.updates(),
                    Math.round(context.times().seconds(phase) * 1e3),
                    metrics,
                    result.state())
                .entry(key));
      } catch (SpotRunException e) {
        unshared(e);
      }
    }
  }

  private void notice(String text) {
    context.reporter().notice("%-10s %s".formatted(phase.name(), text));
  }

  /** Without the cache, the run continues and trains the phase itself. */
  private void unshared(SpotRunException reason) {
    notice("is not shared with other runs: %s".formatted(reason.getMessage()));
  }

  @Override
  public void close() {
    FileMutex held = lock;
    if (held != null) {
      held.close();
      lock = null;
    }
  }
}
