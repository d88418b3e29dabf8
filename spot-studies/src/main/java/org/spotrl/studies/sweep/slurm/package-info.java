/** Runs a study as a job array of Slurm. */
@NullMarked
package org.spotrl.studies.sweep.slurm;

import org.jspecify.annotations.NullMarked;
