package org.spotrl.experiments.config;

/**
 * The origin of a setting: a position in a file, a whole file, or {@code --set}.
 *
 * @param source the file's name, or the override
 * @param isOverride true for an override of the command line
 * @param line from 1; 0 for a whole file and for an override
 * @param column from 1; 0 as above
 */
record Origin(String source, boolean isOverride, int line, int column) {

  static Origin file(String name) {
    return new Origin(name, false, 0, 0);
  }

  /** An override of the setting at this dotted path. */
  static Origin override(String path) {
    return new Origin("--set " + path, true, 0, 0);
  }

  /** An option of the command line with this name. */
  static Origin option(String name) {
    return new Origin(name, true, 0, 0);
  }

  /** A position in this file; an override has only one. */
  Origin at(int line, int column) {
    return isOverride ? this : new Origin(source, false, line, column);
  }

  /** The first words of a message about it. */
  String place() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }

  /** As a run records it: {@code file.yaml:12:3} or {@code --set}. */
  String label() {
    return isOverride ? "--set" : place();
  }
}
