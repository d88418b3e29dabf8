@NullMarked
package org.spotrl.studies.report.figure;

import org.jspecify.annotations.NullMarked;
