/** Acting in plain Java, and stored policies: what a service embeds. */
@NullMarked
package org.spotrl.policy;

import org.jspecify.annotations.NullMarked;
