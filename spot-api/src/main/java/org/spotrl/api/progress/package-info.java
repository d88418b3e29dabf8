/** Progress of long operations. */
@NullMarked
package org.spotrl.api.progress;

import org.jspecify.annotations.NullMarked;
