/** How fast updates are, beside what the machine's matrix products allow. */
@NullMarked
package org.spotrl.cli.benchmark;

import org.jspecify.annotations.NullMarked;
