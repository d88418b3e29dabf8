/** Reports on long work. */
@NullMarked
package org.spotrl.api.progress;

import org.jspecify.annotations.NullMarked;
