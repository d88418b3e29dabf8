@NullMarked
package org.spotrl.studies.sweep;

import org.jspecify.annotations.NullMarked;
