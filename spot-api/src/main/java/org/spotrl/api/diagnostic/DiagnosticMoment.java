package org.spotrl.api.diagnostic;

import java.util.Optional;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Normalizer;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.policy.TaskShape;

/**
 * A moment of a run.
 *
 * @param updates of the policy so far
 * @param evaluation of the policy as it is now; empty before the first update
 * @param data what the learner is trained on
 * @param normalizer what made the data's observations
 * @param shape what the policy takes and gives
 * @param seed the run's seed, for samples of the data
 */
public record DiagnosticMoment(
    long updates,
    Optional<EvaluationResult> evaluation,
    Dataset data,
    Normalizer normalizer,
    TaskShape shape,
    long seed) {}
