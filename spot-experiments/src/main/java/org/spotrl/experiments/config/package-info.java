/**
 * Configuration files: their records, how they are read, merged and checked, and their reference.
 *
 * <p>{@code ConfigLoader} loads a file of any configuration record: {@code YamlReader} makes a tree
 * with positions, {@code ConfigFiles} follows {@code extends}, {@code SettingsBinder} merges the
 * layers into records. {@code RecordShape} reads the records' own documentation, from which the
 * schema and the reference are made too.
 */
@NullMarked
package org.spotrl.experiments.config;

import org.jspecify.annotations.NullMarked;
