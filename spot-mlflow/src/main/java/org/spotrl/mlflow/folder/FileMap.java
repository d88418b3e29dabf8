package org.spotrl.mlflow.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a folder contain, by relative path. The folder is listed, and a file is read,
 * when it is first asked for, so that work on thousands of runs reads a few files of each.
 */
final class FileMap<V> extends AbstractMap<String, V> {

  private final Path folder;
  private final Function<Path, Optional<V>> reader;
  private final Map<String, Optional<V>> values = new ConcurrentHashMap<>();
  private @Nullable SortedMap<String, Path> files;

  /**
   * The files of a folder; unreadable ones are left out with a warning.
   *
   * @param reader reads a file; empty if it has no value
   */
  FileMap(Path folder, Function<Path, Optional<V>> reader) {
    this.folder = folder;
    this.reader = reader;
  }

  private synchronized SortedMap<String, Path> files() {
    if (files == null) {
      files =
          FolderFiles.reading(
              folder,
              () -> {
                SortedMap<String, Path> found = new TreeMap<>();
                for (Path file : FolderFiles.readableFiles(folder)) {
                  found.put(FolderFiles.name(folder, file), file);
                }
                return found;
              });
    }
    return files;
  }

  @Override
  public @Nullable V get(@Nullable Object name) {
    return name instanceof String key ? values.computeIfAbsent(key, this::read).orElse(null) : null;
  }

  /** Reads a file without a listing, which takes longer than reading a few files. */
  private Optional<V> read(String name) {
    Path file = folder.resolve(name);
    // A user may have typed the name: it must not lead out of the folder.
    boolean isThere = file.normalize().equals(file) && Files.isRegularFile(file);
    // The listing leaves out links to a folder above.
    return isThere && (!isBehindLink(file) || files().containsKey(name))
        ? reader.apply(file)
        : Optional.empty();
  }

  private boolean isBehindLink(Path file) {
    Path at = folder;
    for (Path segment : folder.relativize(file)) {
      at = at.resolve(segment);
      if (!at.equals(file) && Files.isSymbolicLink(at)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  /** The names of all files, also of those without a value; reads none. */
  Set<String> names() {
    return Collections.unmodifiableSet(files().keySet());
  }

  @Override
  public Set<Entry<String, V>> entrySet() {
    SortedMap<String, V> all = new TreeMap<>();
    for (String name : files().keySet()) {
      V value = get(name);
      if (value != null) {
        all.put(name, value);
      }
    }
    return Collections.unmodifiableSet(all.entrySet());
  }
}
