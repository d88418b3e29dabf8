/** Selection of an arm of a study without the environment. */
@NullMarked
package org.spotrl.studies.selection;

import org.jspecify.annotations.NullMarked;
