package org.spotrl.policy;

import java.util.Arrays;
import org.spotrl.api.policy.Actor;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.random.RandomSequence;

/**
 * Acts on the last K steps of its episode and on the return that it still wants (Chen et al. 2021).
 * The wanted return shrinks by each reward that is reported.
 */
public final class ReturnConditionedPolicy implements Policy {

  private final TaskShape shape;
  private final int context;
  private final double targetReturn;
  private final double returnScale;
  private final Predictor predictor;

  /**
   * A policy that predicts actions from its context.
   *
   * @param context steps that it sees, K
   * @param targetReturn wanted return of an episode
   * @param returnScale returns are divided by it
   */
  public ReturnConditionedPolicy(
      TaskShape shape, int context, double targetReturn, double returnScale, Predictor predictor) {
    this.shape = shape;
    this.context = context;
    this.targetReturn = targetReturn;
    this.returnScale = returnScale;
    this.predictor = predictor;
  }

  /**
   * The last steps of an episode, oldest first; the action of the last step is 0.
   *
   * @param steps how many, N
   * @param observations {@code [N, S]} row by row
   * @param actions {@code [N, A]} row by row
   * @param returnsToGo {@code [N]}, divided by the scale
   * @param firstTimestep number of the oldest step in its episode, from 0
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, compared by nobody
  public record Window(
      int steps, float[] observations, float[] actions, float[] returnsToGo, int firstTimestep) {}

  /** Predicts the action {@code [A]} of the last step. */
  @FunctionalInterface
  public interface Predictor {
    float[] action(Window window);
  }

  @Override
  public Actor start(RandomSequence random) {
    return new Episode();
  }

  private final class Episode implements Actor {
    private float[] observations = new float[0];
    private float[] actions = new float[0];
    private float[] returnsToGo = new float[0];
    private double wanted = targetReturn;
    private int timestep;

    @Override
    public double[] act(double[] observation) {
      int s = shape.observationDim();
      int a = shape.actionDim();
      observations = last(Vectors.concat(observations, Vectors.floats(observation, s)), s);
      actions = last(Vectors.concat(actions, new float[a]), a);
      returnsToGo =
          last(Vectors.concat(returnsToGo, new float[] {(float) (wanted / returnScale)}), 1);
      timestep++;
      int steps = returnsToGo.length;
      float[] action =
          predictor.action(new Window(steps, observations, actions, returnsToGo, timestep - steps));
      actions = actions.clone();
      System.arraycopy(action, 0, actions, (steps - 1) * a, a);
      return Vectors.doubles(action);
    }

    @Override
    public void rewarded(double reward) {
      wanted -= reward;
    }

    /** The last K rows. */
    private float[] last(float[] rows, int width) {
      return Arrays.copyOfRange(rows, Math.max(0, rows.length - context * width), rows.length);
    }
  }
}
