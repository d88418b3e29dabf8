@NullMarked
package org.spotrl.experiments.picture;

import org.jspecify.annotations.NullMarked;
