package org.spotrl.api.diagnostic;

import java.util.Optional;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Normalizer;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.policy.TaskShape;

/**
 * The state of a run when its diagnostics are called.
 *
 * @param updates policy updates so far
 * @param evaluation evaluation of the current policy; empty before the first update
 * @param data the training data
 * @param normalizer the normaliser applied to the observations of the data
 * @param shape dimensions of observations and actions
 * @param seed the run's seed, for samples of the data
 * @param commonDensity a density of the data that is the same for all methods; empty unless the
 *     configuration asks for one by the diagnostic {@code common-support}
 */
public record DiagnosticMoment(
    long updates,
    Optional<EvaluationResult> evaluation,
    Dataset data,
    Normalizer normalizer,
    TaskShape shape,
    long seed,
    Optional<BehaviorDensity> commonDensity) {}
