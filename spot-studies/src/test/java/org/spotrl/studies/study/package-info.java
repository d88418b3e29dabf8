@NullMarked
package org.spotrl.studies.study;

import org.jspecify.annotations.NullMarked;
