package org.spotrl.mujoco.binding;

import com.sun.jna.NativeLibrary;

/** Makes MuJoCo warn and then fail fatally; run in a separate process. */
final class FatalErrorProgram {

  private FatalErrorProgram() {}

  public static void main(String[] args) throws UnusableLibraryException {
    MujocoRuntime runtime = MujocoRuntime.open(args[0]);
    NativeLibrary library = NativeLibrary.getInstance(runtime.path());
    library.getFunction("mju_warning").invokeVoid(new Object[] {"a warning"});
    library.getFunction("mju_error").invokeVoid(new Object[] {"out of stack"});
    throw new IllegalStateException("MuJoCo's error handler returned");
  }
}
