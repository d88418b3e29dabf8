/** Runs a study in processes of its own, and shows how far it is. */
@NullMarked
package org.spotrl.studies.sweep;

import org.jspecify.annotations.NullMarked;
