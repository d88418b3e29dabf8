/** Tests of the experiment file. */
@NullMarked
package org.spotrl.experiments.config;

import org.jspecify.annotations.NullMarked;
