package org.spotrl.tensorflow.actorcritic;

/** The actor-critic that a regulariser is added to. */
public enum Backbone {
  /**
   * Twin delayed deep deterministic policy gradient (Fujimoto et al. 2018): a deterministic actor,
   * noise on the target's actions, delayed updates of the actor and the targets.
   */
  TD3,
  /**
   * Soft actor-critic (Haarnoja et al. 2018): a tanh-Gaussian actor, entropy in the target and in
   * the actor loss, and a learnt weight of the entropy.
   */
  SAC
}
