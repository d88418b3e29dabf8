package org.spotrl.mujoco.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checks the headers of a shared library (ELF, Mach-O, PE) before it is loaded: loading a truncated
 * library kills the JVM with a signal.
 */
final class LibraryFile implements AutoCloseable {

  // The numbers of the formats: elf.h, mach-o/loader.h, mach-o/fat.h, winnt.h.
  private static final int ELF = 0x7f454c46;
  private static final int ELF_64_BIT = 2;
  private static final int ELF_SHARED = 3;
  private static final int ELF_X86_64 = 62;
  private static final int ELF_ARM64 = 183;
  private static final int MACH_O = 0xcffaedfe;
  private static final int MACH_O_FAT = 0xcafebabe;
  private static final int MACH_O_SEGMENT = 0x19;
  private static final int MACH_O_X86_64 = 0x01000007;
  private static final int MACH_O_ARM64 = 0x0100000c;
  private static final int PE_X86_64 = 0x8664;
  private static final int PE_ARM64 = 0xaa64;
  private static final int PE_SIGNATURE = 0x00004550;
  private static final int MAX_HEADERS = 10_000;

  private final FileChannel file;
  private final long size;
  private final boolean arm;

  private LibraryFile(FileChannel file, boolean arm) throws IOException {
    this.file = file;
    this.size = file.size();
    this.arm = arm;
  }

  /**
   * Why a file cannot be loaded as a library, as a continuation of "cannot be used:"; empty if its
   * headers are right and the file is complete.
   *
   * @param osName Java's {@code os.name}
   * @param osArch Java's {@code os.arch}
   */
  static Optional<String> problem(Path path, String osName, String osArch) {
    String os = osName.startsWith("Mac") ? "macOS" : osName.startsWith("Win") ? "Windows" : "Linux";
    try (LibraryFile file = new LibraryFile(FileChannel.open(path), osArch.equals("aarch64"))) {
      file.check(os);
      return Optional.empty();
    } catch (Fault e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (AccessDeniedException e) {
      return Optional.of("this user may not read it");
    } catch (IOException e) {
      return Optional.of("it cannot be read: " + e.getMessage());
    }
  }

  /** A problem of the file. */
  private static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    Fault(String message) {
      super(message);
    }
  }

  private void check(String os) throws IOException, Fault {
    if (size < 64) {
      throw new Fault("it has only %,d bytes, so it is not a library".formatted(size));
    }
    ByteBuffer start = read(0, 64);
    int magic = start.order(ByteOrder.BIG_ENDIAN).getInt(0);
    if (magic == ELF) {
      requireSystem(os, "Linux");
      checkElf();
    } else if (magic == MACH_O) {
      requireSystem(os, "macOS");
      checkMachO(0);
    } else if (magic == MACH_O_FAT) {
      requireSystem(os, "macOS");
      checkMachO(sliceOfThisProcessor());
    } else if (start.get(0) == 'M' && start.get(1) == 'Z') {
      requireSystem(os, "Windows");
      checkPe();
    } else {
      throw new Fault(kind(start));
    }
  }

  private static String kind(ByteBuffer start) {
    String text = StandardCharsets.ISO_8859_1.decode(start.duplicate()).toString();
    if (text.startsWith("PK")) {
      return "it is a zip file, such as a Python wheel: unpack it and name the libmujoco in it";
    }
    if (text.startsWith("\u001f\u008b")) {
      return "it is a gzip file: unpack it and name the libmujoco in it";
    }
    if (text.startsWith("!<arch>")) {
      return "it is a static library; a shared one is needed";
    }
    if (text.chars().allMatch(c -> c == '\n' || c == '\r' || c == '\t' || (c >= ' ' && c <= '~'))) {
      return "it is a text that begins with '%s', no library"
          .formatted(text.strip().lines().findFirst().orElse(""));
    }
    return "it is not a shared library";
  }

  private static void requireSystem(String here, String needed) throws Fault {
    if (!here.equals(needed)) {
      throw new Fault("it is a library for %s, and this is %s".formatted(needed, here));
    }
  }

  private void checkElf() throws IOException, Fault {
    ByteBuffer header = read(0, 64);
    int machine = Short.toUnsignedInt(header.getShort(18));
    requireProcessor(header.get(4) == ELF_64_BIT && machine == (arm ? ELF_ARM64 : ELF_X86_64));
    if (header.getShort(16) != ELF_SHARED) {
      throw new Fault("it is an object file or a program; a shared library is needed");
    }
    long segments = header.getLong(32);
    long sections = header.getLong(40);
    int segmentSize = Short.toUnsignedInt(header.getShort(54));
    int segmentCount = Short.toUnsignedInt(header.getShort(56));
    int sectionSize = Short.toUnsignedInt(header.getShort(58));
    int sectionCount = Short.toUnsignedInt(header.getShort(60));
    requireBytes(segments, (long) segmentSize * segmentCount);
    requireBytes(sections, (long) sectionSize * sectionCount);
    for (int i = 0; i < segmentCount; i++) {
      ByteBuffer segment = read(segments + (long) i * segmentSize, 56);
      requireBytes(segment.getLong(8), segment.getLong(32));
    }
  }

  /** Offset of the library for this processor in a file for several processors. */
  private long sliceOfThisProcessor() throws IOException, Fault {
    int count = read(0, 8).order(ByteOrder.BIG_ENDIAN).getInt(4);
    requireSane(count);
    for (int i = 0; i < count; i++) {
      ByteBuffer slice = read(8 + 20L * i, 20).order(ByteOrder.BIG_ENDIAN);
      if (slice.getInt(0) == (arm ? MACH_O_ARM64 : MACH_O_X86_64)) {
        long begin = Integer.toUnsignedLong(slice.getInt(8));
        requireBytes(begin, Integer.toUnsignedLong(slice.getInt(12)));
        return begin;
      }
    }
    throw new Fault(otherProcessor());
  }

  private void checkMachO(long begin) throws IOException, Fault {
    ByteBuffer header = read(begin, 32);
    requireProcessor(header.getInt(4) == (arm ? MACH_O_ARM64 : MACH_O_X86_64));
    int commands = header.getInt(16);
    requireSane(commands);
    long at = begin + 32;
    for (int i = 0; i < commands; i++) {
      ByteBuffer command = read(at, 8);
      if (command.getInt(0) == MACH_O_SEGMENT) {
        ByteBuffer segment = read(at, 72);
        requireBytes(begin + segment.getLong(40), segment.getLong(48));
      }
      at += Integer.toUnsignedLong(command.getInt(4));
    }
  }

  private void checkPe() throws IOException, Fault {
    long begin = Integer.toUnsignedLong(read(0, 64).getInt(60));
    ByteBuffer header = read(begin, 24);
    if (header.getInt(0) != PE_SIGNATURE) {
      throw new Fault("it is not a shared library");
    }
    int machine = Short.toUnsignedInt(header.getShort(4));
    requireProcessor(machine == (arm ? PE_ARM64 : PE_X86_64));
    int sections = Short.toUnsignedInt(header.getShort(6));
    long table = begin + 24 + Short.toUnsignedInt(header.getShort(20));
    for (int i = 0; i < sections; i++) {
      ByteBuffer section = read(table + 40L * i, 40);
      requireBytes(
          Integer.toUnsignedLong(section.getInt(20)), Integer.toUnsignedLong(section.getInt(16)));
    }
  }

  private void requireProcessor(boolean holds) throws Fault {
    if (!holds) {
      throw new Fault(otherProcessor());
    }
  }

  private String otherProcessor() {
    return "it was built for another processor than this Java, which is "
        + (arm ? "arm64" : "x86-64");
  }

  private static void requireSane(int count) throws Fault {
    if (count < 0 || count > MAX_HEADERS) {
      throw new Fault("its headers are damaged");
    }
  }

  private void requireBytes(long begin, long length) throws Fault {
    if (begin < 0 || length < 0 || begin + length < 0) {
      throw new Fault("its headers are damaged");
    }
    if (begin + length > size) {
      throw new Fault(
          "it is cut: it has %,d bytes, and its headers name %,d; copy or download it again"
              .formatted(size, begin + length));
    }
  }

  /** Some bytes, to be read as numbers of little-endian order. */
  private ByteBuffer read(long begin, int length) throws IOException, Fault {
    requireBytes(begin, length);
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && file.read(bytes, begin + bytes.position()) >= 0) {
      // A read may return fewer bytes than requested.
    }
    return bytes.flip();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
