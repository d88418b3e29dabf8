/** What is looked at in a learner while a run goes on. */
@NullMarked
package org.spotrl.api.diagnostic;

import org.jspecify.annotations.NullMarked;
