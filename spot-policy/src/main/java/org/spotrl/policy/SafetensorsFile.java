package org.spotrl.policy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.Sha256;

/**
 * Reads and writes a {@link StateDict} as a safetensors file, which Python's safetensors can open.
 *
 * <p>Layout: the length of the header (8 bytes, little-endian), a JSON header with type, shape and
 * offsets of each tensor, then the numbers, little-endian and row-major. Equal states give equal
 * files; all bits are kept, also those of NaN. Source: the format's description at
 * https://github.com/huggingface/safetensors.
 */
public final class SafetensorsFile {

  private static final int BUFFER_BYTES = 1 << 18;

  private SafetensorsFile() {}

  /**
   * Writes a state and flushes the file to disk.
   *
   * @param file a path that does not exist yet
   * @return SHA-256 of the file, in hex
   * @throws IOException if the file exists or cannot be written
   */
  public static String write(Path file, StateDict state) throws IOException {
    MessageDigest sha = Sha256.digest();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    SafetensorsHeader header = SafetensorsHeader.of(state);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      byte[] json = header.toBytes();
      writeAll(channel, sha, buffer.putLong(json.length).flip());
      writeAll(channel, sha, ByteBuffer.wrap(json));
      for (SafetensorsHeader.Entry entry : header.entries()) {
        StateTensor tensor = Objects.requireNonNull(state.tensors().get(entry.name()));
        for (int done = 0; done < entry.length(); ) {
          done += StateTensors.put(tensor, done, buffer);
          writeAll(channel, sha, buffer);
        }
      }
      channel.force(true);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /**
   * Reads a state. A tensor's offsets are checked before memory is allocated for it.
   *
   * @throws SpotInputException if the file is missing, truncated, or not a safetensors file of
   *     float32 and int64 tensors; the message names the tensor
   */
  public static StateDict read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      SafetensorsHeader header = readHeader(channel, buffer);
      Map<String, StateTensor> tensors = new TreeMap<>();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        tensors.put(entry.name(), readTensor(channel, buffer, entry));
      }
      return new StateDict(tensors);
    } catch (SafetensorsHeader.MalformedException e) {
      throw new SpotInputException(
          "%s is damaged or not a safetensors file: %s".formatted(file, e.getMessage()), e);
    } catch (EOFException e) {
      throw new SpotInputException("%s became shorter while it was read".formatted(file), e);
    } catch (NoSuchFileException e) {
      throw new SpotInputException("there is no file %s".formatted(file), e);
    } catch (IOException e) {
      throw new SpotInputException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static SafetensorsHeader readHeader(FileChannel channel, ByteBuffer buffer)
      throws IOException, SafetensorsHeader.MalformedException {
    long fileBytes = channel.size();
    if (fileBytes < Long.BYTES) {
      throw new SafetensorsHeader.MalformedException(
          "it has %d bytes, fewer than the 8 of the header's length".formatted(fileBytes));
    }
    readFully(channel, buffer.clear().limit(Long.BYTES));
    long length = buffer.getLong();
    long limit = Math.min(fileBytes - Long.BYTES, SafetensorsHeader.MAX_BYTES);
    if (length < 2 || length > limit) {
      throw new SafetensorsHeader.MalformedException(
          "its header length is %s bytes; a file of %d bytes allows 2 to %d"
              .formatted(Long.toUnsignedString(length), fileBytes, limit));
    }
    ByteBuffer json = ByteBuffer.allocate((int) length);
    readFully(channel, json);
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(json).toString();
    } catch (CharacterCodingException e) {
      throw new SafetensorsHeader.MalformedException("its header is not UTF-8 text");
    }
    return SafetensorsHeader.parse(text, fileBytes - Long.BYTES - length);
  }

  private static StateTensor readTensor(
      FileChannel channel, ByteBuffer buffer, SafetensorsHeader.Entry entry) throws IOException {
    StateTensor tensor = StateTensors.zeros(entry);
    for (int done = 0; done < entry.length(); ) {
      long bytes = (long) (entry.length() - done) * entry.type().width;
      readFully(channel, buffer.clear().limit((int) Math.min(bytes, buffer.capacity())));
      done += StateTensors.get(buffer, tensor, done);
    }
    return tensor;
  }

  private static void writeAll(FileChannel channel, MessageDigest sha, ByteBuffer bytes)
      throws IOException {
    sha.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    bytes.clear();
  }

  private static void readFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException();
      }
    }
    bytes.flip();
  }
}
