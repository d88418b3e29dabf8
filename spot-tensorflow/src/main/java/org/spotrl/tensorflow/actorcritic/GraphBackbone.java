package org.spotrl.tensorflow.actorcritic;

import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.PolicyDefinition;
import org.spotrl.tensorflow.network.TwinCritic;
import org.spotrl.tensorflow.regularizer.ActorOutput;

/** What TD3 and SAC do differently, in a graph. */
interface GraphBackbone {

  /** Updates of the critics for each update of the actor and the targets. */
  int policyFrequency();

  /** The value of the next states {@code [B, S]} in the critics' target, {@code [B]}. */
  Expr nextValue(Expr nextObservations, NoiseSource noise);

  /** The actor's output at observations {@code [B, S]}. */
  ActorOutput act(Expr observations, NoiseSource noise);

  /** The estimate that the actor maximises, {@code [B]}. */
  Expr q(TwinCritic critic, Expr observations, Expr actions);

  /** What the actor maximises, a scalar: the mean Q, or the mean Q plus the weighted entropy. */
  Expr objective(Expr meanQ, ActorOutput actor);

  /** Writes what is updated after the actor. */
  void afterActor(ActorOutput actor);

  /** How the policy is stored. */
  PolicyDefinition policy();
}
