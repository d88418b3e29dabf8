package org.spotrl.api.learning;

import org.spotrl.api.data.Dataset;

/**
 * What an algorithm gets to work with.
 *
 * @param dataset transitions, already normalised and with transformed rewards
 * @param maxAction actions lie in [-maxAction, maxAction]
 * @param seed all chance of the run is a function of it
 * @param intraOpThreads threads for one matrix product; 1 keeps runs bit-exact and is the fastest
 *     per core
 */
public record LearningTask(Dataset dataset, double maxAction, long seed, int intraOpThreads) {}
