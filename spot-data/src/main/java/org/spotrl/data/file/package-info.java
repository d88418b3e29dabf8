/** Data sets from users' own files. */
@NullMarked
package org.spotrl.data.file;

import org.jspecify.annotations.NullMarked;
