package org.spotrl.api.selection;

import java.util.List;
import java.util.Optional;
import org.spotrl.api.component.Component;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.progress.ProgressListener;

/** A finished run for a {@link SelectionCriterion}. Everything is read when it is asked for. */
public interface FinishedRun {

  /** The run's seed. */
  long seed();

  /** The threads for one matrix product that the run has used. */
  int intraOpThreads();

  /**
   * All recorded values of a metric, by step; empty if there is no such metric.
   *
   * @param name for example {@code train/critic_loss}
   */
  List<Double> metric(String name);

  /**
   * The run's data as its source provides it: all trajectories, with raw observations and rewards,
   * before any filter or transform.
   *
   * @throws org.spotrl.api.error.SpotInputException if the data cannot be loaded
   */
  Trajectories data();

  /**
   * The final policy; empty if the run has stored none.
   *
   * @throws org.spotrl.api.error.SpotInputException if it is damaged
   */
  Optional<StoredPolicy> policy();

  /** The estimate of another criterion for this run, which may be recorded. */
  Estimate estimate(Component<SelectionCriterion> criterion);

  /** Gets how far an expensive criterion has come. */
  ProgressListener progress();

  /**
   * A stored policy.
   *
   * @param format name of its {@link org.spotrl.api.policy.PolicyFormat}
   * @param shape dimensions of observations and actions
   * @param onRawObservations acts on observations as the environment gives them
   */
  record StoredPolicy(String format, TaskShape shape, Policy onRawObservations) {}
}
