@NullMarked
package org.spotrl.policy;

import org.jspecify.annotations.NullMarked;
