/** Policies in plain Java and their storage: the part that a service embeds. */
@NullMarked
package org.spotrl.policy;

import org.jspecify.annotations.NullMarked;
