@NullMarked
package org.spotrl.studies.report;

import org.jspecify.annotations.NullMarked;
