@NullMarked
package org.spotrl.studies.sweep.slurm;

import org.jspecify.annotations.NullMarked;
