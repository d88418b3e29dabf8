package org.spotrl.experiments.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.Sha256;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.experiments.checkpoint.CheckpointFolder;
import org.spotrl.experiments.config.DefiningSettings;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.mlflow.RunView;

/**
 * The start of a run that continues from the last checkpoint of another run, its parent.
 *
 * <p>A fork is exact if the new run ends with the same bits as a run with its configuration that
 * trains from the start: only the number of updates of the last phase differs. It then has the same
 * tag {@code configuration} as such a run. Any other fork has its own, derived from the parent's,
 * so that tables never mix them.
 *
 * @param parent the run that is continued
 * @param identity the new run's identity
 * @param checkpoint the parent's last checkpoint
 * @param exact whether training from the start would give the same bits
 */
record Fork(RunView parent, RunIdentity identity, Checkpoint checkpoint, boolean exact) {

  private static final String PARENT_CHECKPOINT_TAG = "spot.parent_checkpoint";
  private static final String FILE = "config/parent.txt";
  private static final int HASH = 12;
  private static final int SHORT_HASH = 6;

  /**
   * The inputs of a fork.
   *
   * @param experiment the new run's configuration
   * @param identity the new run's identity if the fork is exact
   * @param data the new run's data
   * @param fingerprint the new run's fingerprint
   * @param folder the parent's files
   * @param parent the parent's record
   * @param before the parent's configuration
   */
  record Request(
      LoadedExperiment experiment,
      RunIdentity identity,
      PreparedData data,
      RunFingerprint fingerprint,
      LocalRun folder,
      RunView parent,
      LoadedExperiment before) {}

  /**
   * Checks that the new run can continue from the parent's last checkpoint.
   *
   * @throws SpotInputException if there is no checkpoint, it does not match the new configuration,
   *     or no updates are left
   */
  static Fork of(Request request) {
    Checkpoint checkpoint = checkpoint(request.folder());
    ExperimentConfig config = request.experiment().config();
    try (Learner learner = config.algorithm().create().create(request.data().task(config))) {
      StateDict fresh = learner.state();
      restore(learner, checkpoint, request);
      requireUpdatesLeft(learner, request);
      boolean exact =
          reachedAlone(learner) && hasSameInputs(request) && trainsAlike(learner, fresh, request);
      RunIdentity identity = exact ? request.identity() : own(request, checkpoint);
      return new Fork(request.parent(), identity, checkpoint, exact);
    }
  }

  private static Checkpoint checkpoint(LocalRun parent) {
    return new CheckpointFolder(parent.checkpoints(), 1)
        .latest()
        .orElseThrow(
            () ->
                new SpotInputException(
                    "run %s has no checkpoint in %s to continue from: it ended before its first one, or its checkpoints were deleted. A finished run keeps them with checkpoint.keep_final: true"
                        .formatted(parent.id(), parent.checkpoints())));
  }

  private static void restore(Learner learner, Checkpoint checkpoint, Request request) {
    try {
      learner.restore(checkpoint.state());
    } catch (SpotInputException e) {
      throw new SpotInputException(
          "run %s cannot be continued with these settings: %s. Settings that differ from that run: %s"
              .formatted(request.folder().id(), e.getMessage(), differences(request)),
          e);
    }
  }

  private static void requireUpdatesLeft(Learner learner, Request request) {
    if (learner.phases().stream().allMatch(phase -> phase.completed() >= phase.updates())) {
      String done =
          learner.phases().stream()
              .map(
                  phase ->
                      "%d of %d updates of phase %s"
                          .formatted(phase.completed(), phase.updates(), phase.name()))
              .collect(Collectors.joining(", "));
      throw new SpotInputException(
          "nothing is left to train: run %s has done %s; set more, for example --set algorithm.updates=%d"
              .formatted(
                  request.folder().id(),
                  done,
                  2
                      * learner.phases().stream()
                          .mapToLong(TrainingPhase::completed)
                          .max()
                          .orElse(1)));
    }
  }

  /** The settings that define numbers and differ from the parent's, with both values. */
  private static String differences(Request request) {
    Map<String, String> now = request.experiment().values();
    Map<String, String> before = request.before().values();
    return now.keySet().stream()
        .filter(path -> DefiningSettings.contain(path) || path.equals(RunIdentity.SEED))
        .filter(path -> !Objects.equals(now.get(path), before.get(path)))
        .map(path -> "%s %s (was %s)".formatted(path, now.get(path), before.get(path)))
        .collect(Collectors.joining(", "));
  }

  /** True if the new configuration would reach this state too: it trains phase after phase. */
  private static boolean reachedAlone(Learner learner) {
    boolean reached = false;
    List<Boolean> fits = new ArrayList<>();
    for (TrainingPhase phase : learner.phases()) {
      fits.add(reached ? phase.completed() == 0 : phase.completed() <= phase.updates());
      reached = reached || phase.completed() < phase.updates();
    }
    return !fits.contains(false);
  }

  private static boolean hasSameInputs(Request request) {
    RunFingerprint now = request.fingerprint();
    RunFingerprint then = RunFingerprint.read(request.folder());
    ExperimentConfig config = request.experiment().config();
    ExperimentConfig before = request.before().config();
    return now.datasetDigest().equals(then.datasetDigest())
        && now.seed() == then.seed()
        && now.variables().equals(then.variables())
        && now.plugins().equals(then.plugins())
        && config.trajectories().equals(before.trajectories())
        && config.rewards().equals(before.rewards())
        && config.normalizeObservations() == before.normalizeObservations()
        && config.execution().equals(before.execution())
        && !request.parent().tags().containsKey(RunIdentity.PARENT);
  }

  /** True if both configurations start with the same state and train with the same program. */
  private static boolean trainsAlike(Learner learner, StateDict fresh, Request request) {
    if (learner.program().isEmpty()) {
      return false;
    }
    ExperimentConfig before = request.before().config();
    try (Learner then = before.algorithm().create().create(request.data().task(before))) {
      return then.program().equals(learner.program()) && isSame(then.state(), fresh);
    }
  }

  private static boolean isSame(StateDict a, StateDict b) {
    return a.tensors().keySet().equals(b.tensors().keySet())
        && a.tensors().entrySet().stream()
            .allMatch(
                entry ->
                    isSame(
                        entry.getValue(), Objects.requireNonNull(b.tensors().get(entry.getKey()))));
  }

  private static boolean isSame(StateTensor a, StateTensor b) {
    if (a instanceof StateTensor.Floats one && b instanceof StateTensor.Floats other) {
      return Arrays.equals(one.values(), other.values());
    }
    return a instanceof StateTensor.Longs one
        && b instanceof StateTensor.Longs other
        && Arrays.equals(one.values(), other.values());
  }

  private static RunIdentity own(Request request, Checkpoint checkpoint) {
    RunIdentity plain = request.identity();
    long seedThen = request.before().config().seed();
    String history =
        "%s from %s after %s%s"
            .formatted(
                plain.configuration(),
                RunIdentity.configuration(request.parent().tags()),
                checkpoint.progress(),
                seedThen == plain.seed() ? "" : " with seed " + seedThen);
    String hash = Sha256.of(history);
    String suffix = "-from-" + hash.substring(0, SHORT_HASH);
    return RunIdentity.named(
        request.experiment(),
        plain.group() + suffix,
        plain.method() + suffix,
        hash.substring(0, HASH));
  }

  /** The tags of the new run with its parent. */
  Map<String, String> tags() {
    return Map.of(
        RunIdentity.PARENT, parent.id(), PARENT_CHECKPOINT_TAG, CheckpointFolder.name(checkpoint));
  }

  /** The parent's checkpoint as the new run's first one, without the parent's times. */
  Checkpoint checkpointOf(TrackedRun run, LoadedExperiment experiment) {
    return new Checkpoint(
        experiment.hash(),
        run.id(),
        System.currentTimeMillis(),
        0,
        checkpoint.progress(),
        Map.of(),
        checkpoint.state());
  }

  /** Saves this checkpoint, so that the new run can be resumed, and records the parent. */
  void saveTo(TrackedRun run, LoadedExperiment experiment) {
    new CheckpointFolder(new LocalRun(run.workFolder()).checkpoints(), 1)
        .save(checkpointOf(run, experiment));
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("run", parent.id());
    lines.put("name", parent.name());
    lines.put("configuration", RunIdentity.configuration(parent.tags()));
    lines.put("checkpoint", CheckpointFolder.name(checkpoint));
    new TreeMap<>(checkpoint.progress())
        .forEach((phase, updates) -> lines.put("updates." + phase, Long.toString(updates)));
    lines.put("exact", Boolean.toString(exact));
    StringBuilder text = new StringBuilder();
    lines.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
    run.text(FILE, text.toString());
  }

  /** The notice for the user. */
  String notice() {
    return "from       %s (%s), after %s updates; %s"
        .formatted(
            parent.name(),
            parent.id(),
            checkpoint.progress(),
            exact
                ? "the result has the same bits as training from the start"
                : "the result differs from training from the start, so tables list it separately");
  }
}
