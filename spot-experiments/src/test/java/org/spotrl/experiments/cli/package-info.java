@NullMarked
package org.spotrl.experiments.cli;

import org.jspecify.annotations.NullMarked;
