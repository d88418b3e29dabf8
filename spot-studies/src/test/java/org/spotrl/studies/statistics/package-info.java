@NullMarked
package org.spotrl.studies.statistics;

import org.jspecify.annotations.NullMarked;
