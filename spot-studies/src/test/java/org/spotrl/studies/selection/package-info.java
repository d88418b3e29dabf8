@NullMarked
package org.spotrl.studies.selection;

import org.jspecify.annotations.NullMarked;
