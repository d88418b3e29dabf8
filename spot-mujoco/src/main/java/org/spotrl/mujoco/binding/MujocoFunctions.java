package org.spotrl.mujoco.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The C functions of MuJoCo by JNA's direct mapping; pointers are plain 64-bit addresses, which
 * spares an object per call.
 */
final class MujocoFunctions {

  private MujocoFunctions() {}

  static void bind(NativeLibrary library) {
    Native.register(MujocoFunctions.class, library);
  }

  /** Compiles a model file; 0 and a text in {@code error} if it has faults. */
  static native long mj_loadXML(String file, long vfs, byte[] error, int errorSize);

  static native void mj_deleteModel(long model);

  static native long mj_makeData(long model);

  static native void mj_deleteData(long data);

  static native void mj_resetData(long model, long data);

  static native void mj_forward(long model, long data);

  static native void mj_step(long model, long data);
}
