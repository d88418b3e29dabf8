package org.spotrl.mujoco.library;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.host.Sha256;

/**
 * The copy of libmujoco 3.3.7 in the user's cache, downloaded on demand. Several processes may do
 * this at the same time: the file appears complete or not at all.
 */
final class LibraryCache {

  private static final Logger LOG = LoggerFactory.getLogger(LibraryCache.class);

  private final Path folder;
  private final Platform platform;
  private final WheelSource source;

  /** A cache in {@code root}, which may not exist yet. */
  LibraryCache(Path root, Platform platform, WheelSource source) {
    this.platform = platform;
    this.source = source;
    folder = root.resolve("mujoco").resolve(Platform.VERSION).resolve(platform.wheelTag());
  }

  /** Path of the library in the cache, whether it exists or not. */
  Path file() {
    return folder.resolve(platform.fileName());
  }

  /** True if the library is in the cache and its checksum is right. */
  boolean holdsLibrary() {
    try {
      return Files.isRegularFile(file()) && Sha256.of(file()).equals(platform.sha256());
    } catch (IOException e) {
      LOG.warn("cannot read {}: {}", file(), e.getMessage());
      return false;
    }
  }

  /**
   * Downloads the library into the cache.
   *
   * @throws LibraryFetchException if this fails; the cache is then unchanged
   */
  void fill() throws LibraryFetchException {
    try {
      Files.createDirectories(folder);
      Path work = Files.createTempDirectory(folder, "fetching-");
      try {
        LOG.info("downloading MuJoCo {} for {} from PyPI", Platform.VERSION, platform.wheelTag());
        Path library = unpack(source.fetch(platform, work), work);
        AtomicFiles.rename(library, file());
      } finally {
        AtomicFiles.deleteTree(work);
      }
    } catch (IOException e) {
      throw new LibraryFetchException(
          "cannot write into the cache folder '%s': %s; make it writable or point XDG_CACHE_HOME"
                  .formatted(folder, e)
              + " elsewhere",
          e);
    }
  }

  private Path unpack(Path wheel, Path work) throws IOException, LibraryFetchException {
    Path library = work.resolve(platform.fileName());
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      ZipEntry entry = zip.getEntry(platform.wheelEntry());
      if (entry == null) {
        throw new LibraryFetchException(
            "%s does not contain %s".formatted(wheel.getFileName(), platform.wheelEntry()));
      }
      try (InputStream bytes = zip.getInputStream(entry)) {
        Files.copy(bytes, library);
      }
    }
    String found = Sha256.of(library);
    if (!found.equals(platform.sha256())) {
      throw new LibraryFetchException(
          "%s in %s has SHA-256 %s instead of %s and was deleted; try again, or name a libmujoco with --mujoco"
              .formatted(platform.wheelEntry(), wheel.getFileName(), found, platform.sha256()));
    }
    return library;
  }
}
