package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a warning, once each, for files of a tracking folder that are skipped. */
final class Unreadable {

  private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);
  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

  private Unreadable() {}

  /** Warns that a file is skipped, with the fault and the remedy. */
  static void warn(Path file, IOException fault) {
    warn(
        "%s. It is skipped; restore it from a backup, or move it out of the tracking folder"
            .formatted(FolderFiles.fault(fault, file)));
  }

  /** Logs this warning, once. */
  static void warn(String warning) {
    if (WARNED.add(warning)) {
      LOG.warn("{}", warning);
    }
  }
}
