package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns, once each, of files of a tracking folder that are passed over because of their fault. */
final class Unreadable {

  private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);
  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

  private Unreadable() {}

  /** One damaged file must not block all others: says what is wrong with it, and how to fix it. */
  static void warn(Path file, IOException fault) {
    warn(
        "%s. It is passed over; restore it from a backup, or move it out of the folder of the runs"
            .formatted(FolderFiles.fault(fault, file)));
  }

  /** Warns in words of its own. */
  static void warn(String warning) {
    if (WARNED.add(warning)) {
      LOG.warn("{}", warning);
    }
  }
}
