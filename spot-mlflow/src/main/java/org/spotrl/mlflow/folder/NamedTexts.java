package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.format.Names;

/** Writing of parameters and tags: a file for each name, a folder for each section of a name. */
final class NamedTexts {

  private NamedTexts() {}

  /** Writes one text to one file. */
  @FunctionalInterface
  private interface Writer {
    void write(Path file, String text) throws IOException;
  }

  /** Writes into a folder that no reader looks at yet. */
  static void write(Path folder, String kind, Map<String, String> texts) throws IOException {
    each(folder, kind, texts, Files::writeString);
  }

  /** Replaces or adds texts, each in one step. */
  static void replace(Path staging, Path folder, String kind, Map<String, String> texts)
      throws IOException {
    each(folder, kind, texts, (file, text) -> FolderFiles.replace(staging, file, text));
  }

  private static void each(Path folder, String kind, Map<String, String> texts, Writer writer)
      throws IOException {
    for (Map.Entry<String, String> entry : new TreeMap<>(texts).entrySet()) {
      Path file = folder.resolve(Names.key(kind, entry.getKey()));
      Path section = file.resolveSibling("");
      if (Files.isDirectory(file) || Files.isRegularFile(section)) {
        throw new SpotInputException(
            kind
                + " '"
                + entry.getKey()
                + "' cannot be recorded: a name cannot be both a "
                + kind
                + " and a section of another one. Rename it.");
      }
      Files.createDirectories(section);
      writer.write(file, entry.getValue());
    }
  }
}
