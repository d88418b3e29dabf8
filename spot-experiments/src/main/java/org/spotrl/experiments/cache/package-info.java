/** What runs share through the user's cache folder: trained densities and collected data. */
@NullMarked
package org.spotrl.experiments.cache;

import org.jspecify.annotations.NullMarked;
