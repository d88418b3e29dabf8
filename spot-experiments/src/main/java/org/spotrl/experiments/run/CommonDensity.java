package org.spotrl.experiments.run;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.component.Component;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.error.SpotDivergenceException;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.PhaseResult;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.experiments.cache.ResultCache;
import org.spotrl.experiments.cache.TrainedPhase;
import org.spotrl.experiments.config.DensitySettings;
import org.spotrl.experiments.diagnostic.CommonSupport;
import org.spotrl.experiments.measure.RunTimes;
import org.spotrl.mlflow.folder.FileMutex;
import org.spotrl.tensorflow.density.Density;

/**
 * The density by which the diagnostic {@link CommonSupport} measures: taken from the user's store,
 * or trained on the run's data and given to the store. It has a seed of its own, so that runs of
 * one data set have the same density, whatever their method and seed are. The tag {@code
 * spot.common_density} has its settings.
 */
final class CommonDensity implements AutoCloseable {

  private static final long SEED = 0;
  private static final String NAME = "common density";

  /** Updates between two questions whether to stop. */
  private static final int CHUNK = 100;

  private final RunContext context;
  private final Optional<ResultCache> store;
  private final StopSignal stop;
  private @Nullable Learner learner;

  private CommonDensity(RunContext context, Optional<ResultCache> store, StopSignal stop) {
    this.context = context;
    this.store = store;
    this.stop = stop;
  }

  /**
   * Makes the density ready, if the configuration has the diagnostic.
   *
   * @throws org.spotrl.api.error.SpotStoppedException if a stop was asked for
   */
  static CommonDensity of(RunContext context, Optional<ResultCache> store, StopSignal stop) {
    CommonDensity common = new CommonDensity(context, store, stop);
    try {
      CommonSupport.of(context.config().diagnostics())
          .ifPresent(
              density -> context.times().during(RunTimes.ANALYSIS, () -> common.learn(density)));
      return common;
    } catch (RuntimeException | Error e) {
      common.close();
      throw e;
    }
  }

  /** The density; empty if the run has none. */
  Optional<BehaviorDensity> density() {
    return Optional.ofNullable(learner).flatMap(trained -> trained.models().density());
  }

  private void learn(Component<Density> component) {
    DensitySettings settings = DensitySettings.of(component);
    LearningTask task =
        new LearningTask(
            context.data().environment().shape(),
            context.data().training(),
            SEED,
            context.config().execution().intraOpThreads());
    Learner created = component.create().alone().create(task);
    learner = created;
    context.run().tags(Map.of("spot.common_density", settings.text()));
    Optional<GivenDensity> given = GivenDensity.of(settings, context.config(), context.data());
    for (TrainingPhase phase : created.phases()) {
      Optional<PhaseResult> result = phase.result();
      if (given.isPresent() && result.isPresent()) {
        result.get().restore(given.get().weights());
        trainedBy(given.get().runId());
      } else if (store.isPresent() && result.isPresent()) {
        share(phase, result.get(), store.get());
      } else {
        train(phase);
      }
    }
  }

  private void share(TrainingPhase phase, PhaseResult result, ResultCache densities) {
    String key = SharedPhase.key(context, result);
    FileMutex lock;
    try {
      lock = SharedPhase.lock(densities, key, stop, () -> {});
    } catch (SpotRunException e) {
      unshared(e);
      train(phase);
      return;
    }
    try (lock) {
      Optional<TrainedPhase> stored = densities.find(key).map(TrainedPhase::of);
      if (stored.isPresent()) {
        result.restore(stored.get().state());
        trainedBy(stored.get().runId());
      } else {
        long begun = System.nanoTime();
        train(phase);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        save(
            densities,
            key,
            new TrainedPhase(
                context.run().id(), phase.updates(), millis, Map.of(), result.state()));
      }
    }
  }

  private void save(ResultCache densities, String key, TrainedPhase trained) {
    try {
      densities.remove(key);
      densities.save(trained.entry(key));
    } catch (SpotRunException e) {
      unshared(e);
    }
  }

  /** A store that cannot be used costs time, but no run. */
  private void unshared(SpotRunException reason) {
    context
        .reporter()
        .notice("the common density is not shared with other runs: " + reason.getMessage());
  }

  private void train(TrainingPhase phase) {
    try {
      while (phase.completed() < phase.updates()) {
        stop.check();
        phase.train((int) Math.min(CHUNK, phase.updates() - phase.completed()));
        context.reporter().report(NAME, phase.completed(), phase.updates(), Map.of());
      }
    } catch (SpotDivergenceException e) {
      throw new SpotInputException(
          "the density of the diagnostic '%s' does not learn (%s); give it a smaller learning_rate"
              .formatted(CommonSupport.TYPE.name(), e.getMessage()),
          e);
    }
    trainedBy(context.run().id());
  }

  private void trainedBy(String runId) {
    context.run().tags(Map.of("spot.common_density_trained_by", runId));
  }

  @Override
  public void close() {
    Learner opened = learner;
    if (opened != null) {
      opened.close();
      learner = null;
    }
  }
}
