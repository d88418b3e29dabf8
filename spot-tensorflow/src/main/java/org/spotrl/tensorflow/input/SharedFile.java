package org.spotrl.tensorflow.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.host.Sha256;

/** A file of numbers that several processes map into their memory. Its path has their SHA-256. */
final class SharedFile {

  private static final String NAME = "rows.f32";

  /** Numbers that are read or written at once. */
  private static final int BLOCK = 1 << 16;

  private SharedFile() {}

  /** A consumer of bytes. */
  @FunctionalInterface
  private interface Sink {
    void accept(ByteBuffer bytes) throws IOException;
  }

  /**
   * The file with these numbers, float32 in the machine's byte order; the first process that needs
   * it writes it.
   *
   * @param folder the folder that the processes share
   * @throws SpotRunException if it cannot be written
   */
  static Path of(Path folder, float[] values) {
    try {
      MessageDigest sha = Sha256.digest();
      each(values, sha::update);
      Path entry = Files.createDirectories(folder.resolve(HexFormat.of().formatHex(sha.digest())));
      Path file = entry.resolve(NAME);
      if (!Files.isRegularFile(file) || Files.size(file) != (long) Float.BYTES * values.length) {
        AtomicFiles.replace(entry, file, made -> write(made, values));
      }
      // The least recently used files are deleted first.
      Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
      return file;
    } catch (IOException e) {
      throw new SpotRunException("the data cannot be shared in %s: %s".formatted(folder, e), e);
    }
  }

  private static void write(Path file, float[] values) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      each(
          values,
          bytes -> {
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
          });
    }
  }

  private static void each(float[] values, Sink sink) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK * Float.BYTES).order(ByteOrder.nativeOrder());
    for (int at = 0; at < values.length; at += BLOCK) {
      int count = Math.min(BLOCK, values.length - at);
      bytes.clear();
      bytes.asFloatBuffer().put(values, at, count);
      sink.accept(bytes.limit(count * Float.BYTES));
    }
  }
}
