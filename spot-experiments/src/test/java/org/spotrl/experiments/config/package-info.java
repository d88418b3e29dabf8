/** Tests of configuration files. */
@NullMarked
package org.spotrl.experiments.config;

import org.jspecify.annotations.NullMarked;
