/** From a YAML file to a tracked run. */
@NullMarked
package org.spotrl.experiments;

import org.jspecify.annotations.NullMarked;
