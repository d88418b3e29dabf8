package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * What tells two contents of a file apart without reading it.
 *
 * @param size bytes
 * @param micros when it was changed last, microseconds since 1970
 */
record FileVersion(long size, long micros) {

  static FileVersion of(Path file) throws IOException {
    return of(Files.readAttributes(file, BasicFileAttributes.class));
  }

  static FileVersion of(BasicFileAttributes attributes) {
    return new FileVersion(
        attributes.size(), attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS));
  }
}
