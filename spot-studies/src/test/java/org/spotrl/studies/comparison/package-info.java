@NullMarked
package org.spotrl.studies.comparison;

import org.jspecify.annotations.NullMarked;
