/**
 * Configuration files: their records, how they are loaded and checked, and their reference.
 *
 * <p>{@code ConfigLoader} loads a file of any configuration record: {@code YamlReader} reads a tree
 * with positions, {@code ConfigFiles} reads the files of {@code extends}, {@code SettingsBinder}
 * merges the layers and binds them to records. {@code RecordShape} reads the documentation of the
 * records, from which the schema and the reference are generated.
 */
@NullMarked
package org.spotrl.experiments.config;

import org.jspecify.annotations.NullMarked;
