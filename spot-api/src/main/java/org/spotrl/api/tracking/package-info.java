/** Where a run's parameters, metrics and files go. */
@NullMarked
package org.spotrl.api.tracking;

import org.jspecify.annotations.NullMarked;
