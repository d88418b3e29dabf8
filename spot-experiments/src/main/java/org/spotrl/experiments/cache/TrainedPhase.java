package org.spotrl.experiments.cache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;

/**
 * The result of a training phase that one run has trained completely.
 *
 * @param runId id of that run
 * @param updates updates of the phase
 * @param millis wall time of its training, in milliseconds
 * @param metrics its metrics by update, in order; the same names at each update
 * @param state the phase's variables
 */
public record TrainedPhase(
    String runId,
    long updates,
    long millis,
    Map<Long, Map<String, Double>> metrics,
    StateDict state) {

  // Names of a graph's variables have no colon.
  private static final String STEPS = "metrics:";
  private static final String METRIC = "metric:";
  private static final String UPDATES = "updates";

  /** It as an entry of a {@link ResultCache}. */
  public Checkpoint entry(String key) {
    return new Checkpoint(
        key,
        runId,
        System.currentTimeMillis(),
        millis,
        Map.of(UPDATES, updates),
        Map.of(),
        packed());
  }

  /** The inverse of {@link #entry}. */
  public static TrainedPhase of(Checkpoint entry) {
    return unpacked(
        entry.runId(),
        entry.progress().getOrDefault(UPDATES, 0L),
        entry.elapsedMillis(),
        entry.state());
  }

  /** State and metrics together, for one file with one checksum. */
  private StateDict packed() {
    Map<String, StateTensor> tensors = new TreeMap<>(state.tensors());
    tensors.put(STEPS, longs(metrics.keySet().stream().mapToLong(step -> step).toArray()));
    metrics.values().stream()
        .flatMap(values -> values.keySet().stream())
        .distinct()
        .forEach(
            name ->
                tensors.put(
                    METRIC + name,
                    longs(
                        metrics.values().stream()
                            .mapToLong(
                                values ->
                                    Double.doubleToLongBits(values.getOrDefault(name, Double.NaN)))
                            .toArray())));
    return new StateDict(tensors);
  }

  private static StateTensor longs(long[] values) {
    return new StateTensor.Longs(new long[] {values.length}, values);
  }

  /** The inverse of {@link #packed}. */
  private static TrainedPhase unpacked(String runId, long updates, long millis, StateDict packed) {
    Map<String, StateTensor> state = new TreeMap<>(packed.tensors());
    Map<Long, Map<String, Double>> metrics = new LinkedHashMap<>();
    List<Map<String, Double>> rows = new ArrayList<>();
    if (state.remove(STEPS) instanceof StateTensor.Longs steps) {
      for (long step : steps.values()) {
        Map<String, Double> row = new TreeMap<>();
        rows.add(row);
        metrics.put(step, row);
      }
    }
    packed
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(METRIC) && state.remove(name) instanceof StateTensor.Longs bits) {
                for (int i = 0; i < rows.size(); i++) {
                  rows.get(i)
                      .put(
                          name.substring(METRIC.length()),
                          Double.longBitsToDouble(bits.values()[i]));
                }
              }
            });
    return new TrainedPhase(runId, updates, millis, metrics, new StateDict(state));
  }
}
