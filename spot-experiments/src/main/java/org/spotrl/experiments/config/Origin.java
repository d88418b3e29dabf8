package org.spotrl.experiments.config;

/** Where a part of a configuration was written. */
sealed interface Origin {

  /** For the record of a run: {@code file.yaml:12:3} or {@code --set}. */
  String label();

  /** What a message about this place begins with. */
  String place();

  /** A place in a file; line and column count from 1. */
  record InFile(String file, int line, int column) implements Origin {
    @Override
    public String label() {
      return file + ":" + line + ":" + column;
    }

    @Override
    public String place() {
      return label();
    }
  }

  /** A file as a whole, as it could not be read. */
  record WholeFile(String file) implements Origin {
    @Override
    public String label() {
      return file;
    }

    @Override
    public String place() {
      return file;
    }
  }

  /** An override of the command line for the setting at this dotted path. */
  record CommandLine(String path) implements Origin {
    @Override
    public String label() {
      return "--set";
    }

    @Override
    public String place() {
      return "--set " + path;
    }
  }
}
