/** Figures that are written once and drawn as SVG for pages and as PNG for papers. */
@NullMarked
package org.spotrl.studies.report.figure;

import org.jspecify.annotations.NullMarked;
