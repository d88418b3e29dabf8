package org.spotrl.mujoco.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.error.SpotRunException;

/** The loaded and checked libmujoco of this process. Thread-safe. */
public final class MujocoRuntime {

  private static final int ERROR_TEXT = 1024;

  private static @Nullable MujocoRuntime loaded;

  private final String path;
  private final StructOffsets offsets;

  private MujocoRuntime(String path, StructOffsets offsets) {
    this.path = path;
    this.offsets = offsets;
  }

  /**
   * Loads libmujoco and checks its version and the layout of its structures.
   *
   * @param pathOrName a file, or a name that the system's loader searches
   * @throws UnusableLibraryException if it cannot be loaded, has the wrong version or fails the
   *     self-check, or if another libmujoco is already loaded
   */
  public static synchronized MujocoRuntime open(String pathOrName) throws UnusableLibraryException {
    requireJna();
    NativeLibrary library = load(pathOrName);
    String path = library.getFile() == null ? pathOrName : library.getFile().getPath();
    if (loaded != null) {
      if (loaded.path.equals(path)) {
        return loaded;
      }
      throw new UnusableLibraryException(
          "this process has already loaded the libmujoco at " + loaded.path);
    }
    MujocoVersion version = greet(library);
    MujocoRuntime runtime = new MujocoRuntime(path, StructOffsets.of(version));
    MujocoFunctions.bind(library);
    SelfCheck.run(runtime);
    loaded = runtime;
    return runtime;
  }

  /** The library file. */
  public String path() {
    return path;
  }

  /** Its version. */
  public MujocoVersion version() {
    return offsets.version();
  }

  /**
   * Compiles a model.
   *
   * @param mjcf a model in MuJoCo's XML format
   * @throws SpotRunException if the model is invalid, or no temporary file can be written
   */
  public MujocoModel compile(String mjcf) {
    byte[] error = new byte[ERROR_TEXT];
    long model;
    try {
      Path file = Files.createTempFile("spot-", ".xml");
      try {
        Files.writeString(file, mjcf);
        model = MujocoFunctions.mj_loadXML(file.toString(), 0, error, error.length);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new SpotRunException(
          "cannot write a model file for MuJoCo to the temporary folder '%s': %s"
              .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    }
    if (model == 0) {
      throw new SpotRunException("MuJoCo rejects the model: " + text(error));
    }
    return new MujocoModel(model, offsets);
  }

  private static void requireJna() throws UnusableLibraryException {
    try {
      if (Native.POINTER_SIZE != 8) {
        throw new UnusableLibraryException("MuJoCo needs a 64-bit Java");
      }
    } catch (LinkageError e) {
      throw new UnusableLibraryException(
          "JNA cannot extract and load its native library (%s); set -Djna.tmpdir to a folder that allows executable files"
              .formatted(reason(e)),
          e);
    }
  }

  private static NativeLibrary load(String pathOrName) throws UnusableLibraryException {
    try {
      return NativeLibrary.getInstance(pathOrName);
    } catch (UnsatisfiedLinkError e) {
      throw new UnusableLibraryException(reason(e), e);
    }
  }

  /** Installs the message handlers, then makes the first call into the library. */
  private static MujocoVersion greet(NativeLibrary library) throws UnusableLibraryException {
    try {
      MujocoMessages.takeOver(library);
      return MujocoVersion.ofCode(library.getFunction("mj_version").invokeInt(new Object[0]));
    } catch (UnsatisfiedLinkError e) {
      throw new UnusableLibraryException("not a libmujoco: " + reason(e), e);
    }
  }

  /** JNA's message; if it has several lines, the second is the loader's reason. */
  private static String reason(Throwable e) {
    List<String> lines = String.valueOf(e.getMessage()).lines().toList();
    return lines.isEmpty() ? "no reason given" : lines.get(Math.min(1, lines.size() - 1));
  }

  private static String text(byte[] cString) {
    int end = 0;
    while (end < cString.length && cString[end] != 0) {
      end++;
    }
    return new String(cString, 0, end, StandardCharsets.UTF_8).strip();
  }
}
