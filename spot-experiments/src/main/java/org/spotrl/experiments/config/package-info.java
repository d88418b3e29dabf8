/**
 * The experiment file: its records, how it is read, merged and checked, and what documents it.
 *
 * <p>The way of a file: {@code YamlReader} makes a tree with positions, {@code ConfigFiles} follows
 * {@code extends}, {@code SettingsMerger} puts the layers on top of each other, {@code
 * SettingsBinder} turns the result into records. {@code RecordShape} reads the records' own
 * documentation, from which the schema and the reference are made as well.
 */
@NullMarked
package org.spotrl.experiments.config;

import org.jspecify.annotations.NullMarked;
