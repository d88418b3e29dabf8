package org.spotrl.mujoco.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * MuJoCo's C functions by JNA direct mapping. Pointers are 64-bit addresses, which avoids an object
 * for each call.
 */
final class MujocoFunctions {

  private MujocoFunctions() {}

  static void bind(NativeLibrary library) {
    Native.register(MujocoFunctions.class, library);
  }

  /** Compiles a model file; returns 0 and sets {@code error} if the model is invalid. */
  static native long mj_loadXML(String file, long vfs, byte[] error, int errorSize);

  static native void mj_deleteModel(long model);

  static native long mj_makeData(long model);

  static native void mj_deleteData(long data);

  static native void mj_resetData(long model, long data);

  static native void mj_forward(long model, long data);

  static native void mj_step(long model, long data);
}
