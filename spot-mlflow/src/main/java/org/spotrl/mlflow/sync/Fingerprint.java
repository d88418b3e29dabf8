package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;
import org.spotrl.mlflow.folder.RunFolder;

/** Tells whether anything of a run's folder has changed, without reading its files. */
final class Fingerprint {

  private Fingerprint() {}

  /**
   * Of the names, sizes and times of all files, hidden ones aside, which are no part of the run.
   */
  static String of(RunFolder folder) throws IOException {
    CRC32C sum = new CRC32C();
    long files = 0;
    long bytes = 0;
    for (Map.Entry<String, FileVersion> file : LocalFiles.list(folder.path()).entrySet()) {
      if (!file.getKey().startsWith(".")) {
        sum.update((file.getKey() + file.getValue()).getBytes(StandardCharsets.UTF_8));
        files++;
        bytes += file.getValue().size();
      }
    }
    return "%d files, %d bytes, %08x".formatted(files, bytes, sum.getValue());
  }
}
