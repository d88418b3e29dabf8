package org.spotrl.studies.selection;

import java.util.Map;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.data.Normalizer;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.policy.PolicySnapshot;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.policy.MlpFormat;
import org.spotrl.policy.PolicyArchive;

/**
 * A chain of the states 0, 1 and 2. Action 1 earns 1 and goes to the next state, from 2 to the end;
 * action -1 earns nothing and ends the episode. So the value of always 1 from state 0 is 1 + gamma
 * + gamma^2, that of always -1 is 0.
 */
public final class Chain {

  /** Shape of its observations and actions. */
  static final TaskShape SHAPE = new TaskShape(1, 1, 1);

  private static final int[][] EPISODES = {{1, 1, 1}, {-1}, {1, -1}, {1, 1, -1}};

  private Chain() {}

  /** Episodes with every action in every state, as a CSV file. */
  public static String csv() {
    StringBuilder text =
        new StringBuilder("observations,actions,rewards,terminals,next_observations\n");
    for (int[] actions : EPISODES) {
      for (int state = 0; state < actions.length; state++) {
        text.append(
            "%d,%d,%d,%d,%d%n"
                .formatted(
                    state,
                    actions[state],
                    actions[state] > 0 ? 1 : 0,
                    state + 1 == actions.length ? 1 : 0,
                    state + 1));
      }
    }
    return text.toString();
  }

  /** The same as trajectories, with this reward for each action 1. */
  static Trajectories data(float reward) {
    int steps = 9;
    float[] observations = new float[steps];
    float[] actions = new float[steps];
    float[] rewards = new float[steps];
    boolean[] terminals = new boolean[steps];
    float[] last = new float[EPISODES.length];
    int row = 0;
    for (int k = 0; k < EPISODES.length; k++) {
      for (int state = 0; state < EPISODES[k].length; state++) {
        observations[row] = state;
        actions[row] = EPISODES[k][state];
        rewards[row] = actions[row] > 0 ? reward : 0;
        terminals[row] = state + 1 == EPISODES[k].length;
        row++;
      }
      last[k] = EPISODES[k].length;
    }
    return new Trajectories(
            "chain", 1, 1, observations, actions, rewards, terminals, new boolean[steps])
        .withLastObservations(last);
  }

  /** A stored policy whose action is tanh of this number, whatever the state. */
  public static PolicyArchive always(float number) {
    return new PolicyArchive(
        new PolicySnapshot(
            new MlpFormat(),
            SHAPE,
            Map.of(),
            new StateDict(
                Map.of(
                    "actor/0/kernel",
                    new StateTensor.Floats(new long[] {1, 1}, new float[] {0}),
                    "actor/0/bias",
                    new StateTensor.Floats(new long[] {1}, new float[] {number})))),
        Normalizer.identity(1));
  }
}
