/**
 * Files, folders and programs of the machine that spot runs on; plain JDK, shared by all modules.
 */
@NullMarked
package org.spotrl.api.host;

import org.jspecify.annotations.NullMarked;
