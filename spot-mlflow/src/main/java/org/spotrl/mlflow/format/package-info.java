/** Types that the folder layout and the server share: points, states, data sets, names, JSON. */
@NullMarked
package org.spotrl.mlflow.format;

import org.jspecify.annotations.NullMarked;
