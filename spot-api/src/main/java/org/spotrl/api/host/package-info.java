/** Files, folders and programs of the host machine; plain JDK, shared by all modules. */
@NullMarked
package org.spotrl.api.host;

import org.jspecify.annotations.NullMarked;
