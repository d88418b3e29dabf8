@NullMarked
package org.spotrl.experiments.measure;

import org.jspecify.annotations.NullMarked;
