/** Code, versions and machine of a run. */
@NullMarked
package org.spotrl.experiments.provenance;

import org.jspecify.annotations.NullMarked;
