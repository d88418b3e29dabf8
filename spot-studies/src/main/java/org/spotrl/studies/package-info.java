/** Guice module of studies. */
@NullMarked
package org.spotrl.studies;

import org.jspecify.annotations.NullMarked;
