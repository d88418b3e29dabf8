package org.spotrl.experiments.density;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;

/**
 * A phase that a run has trained from its first update to its last.
 *
 * @param runId id of that run
 * @param updates how many it has
 * @param millis wall time of its training
 * @param metrics its metrics by the update at which they were recorded, in order; the same names at
 *     each
 * @param state what it left behind
 */
public record TrainedPhase(
    String runId,
    long updates,
    long millis,
    Map<Long, Map<String, Double>> metrics,
    StateDict state) {

  // No variable of a graph has a colon in its name.
  private static final String STEPS = "metrics:";
  private static final String METRIC = "metric:";

  /** State and metrics in one, for one file with one checksum. */
  StateDict packed() {
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

  /** The phase that {@link #packed} has packed. */
  static TrainedPhase unpacked(String runId, long updates, long millis, StateDict packed) {
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
