package org.spotrl.studies.selection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.component.Component;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.api.selection.Estimate;
import org.spotrl.api.selection.FinishedRun;
import org.spotrl.api.selection.SelectionCriterion;

/** A finished run with given metrics, data and policy. */
record MadeRun(
    long seed, Map<String, List<Double>> metrics, Trajectories data, Optional<StoredPolicy> policy)
    implements FinishedRun {

  /** With metrics alone. */
  static MadeRun of(Map<String, List<Double>> metrics) {
    return new MadeRun(0, metrics, Chain.data(1), Optional.empty());
  }

  /** With a policy alone. */
  static MadeRun of(long seed, Policy policy) {
    return new MadeRun(
        seed, Map.of(), Chain.data(1), Optional.of(new StoredPolicy("mlp", Chain.SHAPE, policy)));
  }

  @Override
  public int intraOpThreads() {
    return 1;
  }

  @Override
  public List<Double> metric(String name) {
    return metrics.getOrDefault(name, List.of());
  }

  @Override
  public Estimate estimate(Component<SelectionCriterion> criterion) {
    return criterion.create().estimate(this);
  }

  @Override
  public ProgressListener progress() {
    return ProgressListener.NONE;
  }
}
