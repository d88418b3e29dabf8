package org.spotrl.experiments.run;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.env.Environment;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.EnvironmentSuite;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.api.env.StepResult;
import org.spotrl.api.random.RandomSequence;

/**
 * A test environment: a point on a line starts at random in [0, 1) and moves by the action. The
 * reward is its position; an episode has five steps.
 */
final class LineWorld implements EnvironmentSuite {

  static final String ID = "line-v0";
  static final int STEPS = 5;
  static final EnvironmentSpec SPEC =
      new EnvironmentSpec(ID, 1, 1, 1.0, STEPS, new ReferenceScores(0, 10));

  private final AtomicInteger open = new AtomicInteger();
  private final int steps;

  LineWorld() {
    this(STEPS);
  }

  /** With another episode length. */
  LineWorld(int steps) {
    this.steps = steps;
  }

  /** The number of environments that are not closed. */
  int open() {
    return open.get();
  }

  @Override
  public List<String> ids() {
    return List.of(ID);
  }

  @Override
  public EnvironmentSpec specification(String id) {
    return SPEC;
  }

  @Override
  public Environment create(String id) {
    open.incrementAndGet();
    return new Line();
  }

  /** Three episodes of four rows without terminals; rewards 0.0, 0.1, ... 1.1. */
  static Trajectories data(float shift) {
    int n = 12;
    float[] observations = new float[n];
    float[] last = {4 + shift, 8 + shift, 12 + shift};
    float[] actions = new float[n];
    float[] rewards = new float[n];
    boolean[] timeouts = new boolean[n];
    for (int i = 0; i < n; i++) {
      observations[i] = i + shift;
      actions[i] = i % 2 == 0 ? 1 : -1;
      rewards[i] = i / 10f;
      timeouts[i] = i % 4 == 3;
    }
    return new Trajectories("line", 1, 1, observations, actions, rewards, new boolean[n], timeouts)
        .withLastObservations(last);
  }

  private final class Line implements Environment {

    private double place;
    private int taken;

    @Override
    public EnvironmentSpec specification() {
      return SPEC;
    }

    @Override
    public double[] reset(RandomSequence random) {
      place = random.nextDouble();
      taken = 0;
      return new double[] {place};
    }

    @Override
    public StepResult step(double[] action) {
      place += action[0];
      taken++;
      return new StepResult(new double[] {place}, place, false, taken >= steps);
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }
}
