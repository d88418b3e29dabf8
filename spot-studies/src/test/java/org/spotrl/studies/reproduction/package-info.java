@NullMarked
package org.spotrl.studies.reproduction;

import org.jspecify.annotations.NullMarked;
