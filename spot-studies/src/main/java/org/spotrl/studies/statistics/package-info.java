/**
 * Statistics of studies: how good a method is over data sets and seeds, and whether one method is
 * better than another.
 *
 * <p>All classes work on plain arrays. {@code scores[d][s]} is the score of one method on data set
 * d with seed s, in D4RL's unit: 0 is a random policy, 100 the reference expert. Data sets may have
 * different numbers of seeds. Every score must be finite.
 *
 * <pre>{@code
 * Bootstrap.Options options = Bootstrap.Options.ofSeed(0);
 * double iqm = Aggregates.iqm(spot);
 * Interval interval = Bootstrap.interval(spot, options, Aggregates::iqm);
 *
 * // Seed s of both methods is one pair.
 * PairedComparison comparison = PairedComparison.of(spot, td3bc, options);
 * double p = comparison.overall().test().p();
 * }</pre>
 *
 * <p>{@link org.spotrl.studies.statistics.Aggregates Aggregates} and {@link
 * org.spotrl.studies.statistics.PerformanceProfile PerformanceProfile} are the metrics of Agarwal
 * et al., "Deep Reinforcement Learning at the Edge of the Statistical Precipice" (NeurIPS 2021),
 * with intervals from a {@link org.spotrl.studies.statistics.Bootstrap Bootstrap}. {@link
 * org.spotrl.studies.statistics.PairedComparison PairedComparison} compares two methods that share
 * their seeds; {@link org.spotrl.studies.statistics.Holm Holm} corrects the p-values of several
 * such comparisons. {@link org.spotrl.studies.statistics.SelectionQuality SelectionQuality}
 * measures how well estimates select among policies.
 *
 * <p>All intervals have a confidence level of 95 %. Arguments that cannot be used cause an {@link
 * java.lang.IllegalArgumentException} that lists all of them.
 */
@NullMarked
package org.spotrl.studies.statistics;

import org.jspecify.annotations.NullMarked;
