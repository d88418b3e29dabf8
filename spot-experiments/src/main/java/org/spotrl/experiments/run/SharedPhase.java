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
import org.spotrl.experiments.density.DensityStore;
import org.spotrl.experiments.density.TrainedPhase;
import org.spotrl.experiments.measure.RunTimes;
import org.spotrl.experiments.provenance.Machine;
import org.spotrl.mlflow.folder.FileMutex;

/**
 * A phase whose result other runs can use, such as a density: takes it from the user's store, or
 * gives it to the store once this run has trained it. A run's numbers are the same either way.
 */
final class SharedPhase implements AutoCloseable {

  private static final long POLL_MILLIS = 500;

  private final RunContext context;
  private final TrainingPhase phase;
  private final Map<Long, Map<String, Double>> metrics = new LinkedHashMap<>();
  private @Nullable DensityStore store;
  private @Nullable PhaseResult result;
  private @Nullable FileMutex lock;
  private String key = "";
  private boolean over;

  private SharedPhase(RunContext context, TrainingPhase phase) {
    this.context = context;
    this.phase = phase;
  }

  /**
   * Takes the density that the configuration names, or the phase from the store, waits for another
   * process that trains the same, or lets this run train it.
   *
   * @param shared the store, if the run is to use one
   * @throws org.spotrl.api.error.SpotStoppedException if a stop was asked for while it waited
   */
  static SharedPhase begin(
      RunContext context, TrainingPhase phase, Optional<DensityStore> shared, StopSignal stop) {
    SharedPhase begun = new SharedPhase(context, phase);
    // A phase that was begun before has metrics that this process does not know.
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

  /** True if there is nothing to train: the phase was taken over. */
  boolean isOver() {
    return over;
  }

  private void share(PhaseResult phaseResult, DensityStore densities, StopSignal stop) {
    result = phaseResult;
    key =
        // The recorded points are at its multiples.
        key(context, phaseResult, "log every " + context.config().tracking().logEveryUpdates());
    context.run().tags(Map.of("spot.%s_key".formatted(phase.name()), key));
    Optional<TrainedPhase> stored = densities.find(key);
    if (stored.isEmpty()) {
      try {
        stored = lockOrWait(densities, stop);
      } catch (SpotRunException e) {
        unshared(e);
      }
    }
    stored.ifPresent(trained -> take(phaseResult, trained));
  }

  /** Takes the lock to train the phase, unless another process has trained it by then. */
  private Optional<TrainedPhase> lockOrWait(DensityStore densities, StopSignal stop) {
    boolean told = false;
    while (lock == null) {
      lock = densities.tryLock(key).orElse(null);
      if (lock == null) {
        if (!told) {
          context
              .reporter()
              .notice(
                  "%-10s waiting for process %s, which trains the same %s"
                      .formatted(phase.name(), densities.holderOf(key), phase.name()));
          told = true;
        }
        pause(stop);
      }
    }
    Optional<TrainedPhase> stored = densities.find(key);
    if (stored.isPresent()) {
      close();
      return stored;
    }
    if (densities.remove(key)) {
      context
          .reporter()
          .notice(
              "%-10s the stored one (%.12s) was damaged and has been removed; it is trained again"
                  .formatted(phase.name(), key));
    }
    store = densities;
    return stored;
  }

  /** Waits a moment for another process; ends if a stop was asked for. */
  static void pause(StopSignal stop) {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpotStoppedException();
    }
    stop.check();
  }

  /** The SHA-256 of everything that the phase's numbers depend on. */
  static String key(RunContext context, PhaseResult phaseResult, String... more) {
    List<String> parts =
        new ArrayList<>(
            List.of(
                phaseResult.key(),
                SpotVersion.current(),
                context.libraries().toString(),
                Machine.processor(),
                "intra-op threads " + context.config().execution().intraOpThreads()));
    parts.addAll(List.of(more));
    return Sha256.of(String.join("\n", parts));
  }

  private void take(PhaseResult phaseResult, TrainedPhase stored) {
    phaseResult.restore(stored.state());
    GivenDensity.store(context, stored.runId(), phaseResult.learnt());
    stored.metrics().forEach((step, values) -> context.run().metrics(step, values));
    context.run().metrics(RunTimes.ONCE, context.times().phaseTotals(phase));
    context.run().tags(Map.of("spot.%s_trained_by".formatted(phase.name()), stored.runId()));
    context
        .reporter()
        .notice(
            "%-10s taken from the store: run %s trained the same in %.0f s; --no-density-cache trains it again"
                .formatted(phase.name(), stored.runId(), stored.millis() * 1e-3));
    over = true;
  }

  private void take(PhaseResult phaseResult, GivenDensity given) {
    phaseResult.restore(given.weights());
    GivenDensity.store(context, given.runId(), phaseResult.learnt());
    context.run().tags(Map.of("spot.%s_trained_by".formatted(phase.name()), given.runId()));
    context
        .reporter()
        .notice(
            "%-10s taken from %s, trained by run %s"
                .formatted(phase.name(), given.folder(), given.runId()));
    over = true;
  }

  /** The run records metrics of the phase. */
  void recorded(long step, Map<String, Double> values) {
    if (store != null) {
      metrics.put(step, new TreeMap<>(values));
    }
  }

  /** This run has trained the phase. */
  void completed() {
    phase
        .result()
        .ifPresent(trained -> GivenDensity.store(context, context.run().id(), trained.learnt()));
    if (store != null && result != null) {
      try {
        store.save(
            key,
            new TrainedPhase(
                context.run().id(),
                phase.updates(),
                Math.round(context.times().seconds(phase) * 1e3),
                metrics,
                result.state()));
      } catch (SpotRunException e) {
        unshared(e);
      }
    }
  }

  /** A store that cannot be used costs time, but no run. */
  private void unshared(SpotRunException reason) {
    context
        .reporter()
        .notice(
            "%-10s is not shared with other runs: %s".formatted(phase.name(), reason.getMessage()));
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
