package org.spotrl.mujoco.locomotion;

import org.spotrl.api.random.RandomSequence;
import org.spotrl.mujoco.binding.MujocoData;
import org.spotrl.mujoco.binding.MujocoModel;
import org.spotrl.mujoco.env.MujocoEnvironment;

/**
 * Gym's locomotion environments: run forward without falling.
 *
 * <p>Observations are positions without those along the ground, then velocities. The reward of a
 * step is {@code speed + aliveReward - actionCost * sum of squared actions}.
 */
public class LocomotionEnvironment extends MujocoEnvironment {

  private final MujocoModel model;
  private final Robot robot;
  private final Rules rules;
  private final double secondsPerStep;

  /** An environment of a task on its compiled {@link LocomotionTask#modelText()}. */
  public LocomotionEnvironment(LocomotionTask task, MujocoModel model) {
    super(task.specification(), model);
    this.model = model;
    robot = task.robot();
    rules = robot.rules();
    secondsPerStep = model.timestep() * rules.frameSkip();
  }

  @Override
  protected void start(MujocoData data, RandomSequence random) {
    rules.start().apply(model, data, random);
  }

  @Override
  protected final Outcome advance(MujocoData data, double[] action) {
    double before = robot.x(data);
    double effort = 0;
    for (int i = 0; i < action.length; i++) {
      data.setControl(i, action[i]);
      effort += action[i] * action[i];
    }
    data.step(rules.frameSkip());
    double speed = (robot.x(data) - before) / secondsPerStep;
    return new Outcome(
        speed + rules.aliveReward() - rules.actionCost() * effort, !robot.healthy(data));
  }

  @Override
  public boolean rewardNeedsStepBefore() {
    return robot.xLags();
  }

  @Override
  protected final double[] observe(MujocoData data) {
    // Elements that are not set here are the contact forces of Ant version 2, always 0.
    double[] observation = new double[specification().observationDim()];
    int next = 0;
    for (int i = rules.hiddenPositions(); i < model.positions(); i++) {
      observation[next++] = data.position(i);
    }
    double bound = rules.maxSeenSpeed();
    for (int i = 0; i < model.velocities(); i++) {
      observation[next++] = Math.max(-bound, Math.min(bound, data.velocity(i)));
    }
    return observation;
  }
}
