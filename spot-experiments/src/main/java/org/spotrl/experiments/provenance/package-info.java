/** Where a run's numbers come from: code, versions and machine. */
@NullMarked
package org.spotrl.experiments.provenance;

import org.jspecify.annotations.NullMarked;
