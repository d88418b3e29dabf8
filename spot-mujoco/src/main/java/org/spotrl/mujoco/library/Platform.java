package org.spotrl.mujoco.library;

import java.util.Locale;
import java.util.Optional;

/** A platform for which PyPI has a wheel of MuJoCo 3.3.7. */
enum Platform {
  LINUX_X86_64(
      "manylinux_2_28_x86_64",
      "libmujoco.so.3.3.7",
      "23841520ecf60ad648405674a757f260949f7cf6b44deb284398b9851b3f061d"),
  LINUX_ARM64(
      "manylinux_2_28_aarch64",
      "libmujoco.so.3.3.7",
      "8e810a626a3ce394cd638b299785427fb48d3af77b62f3fa71095b9cf6bda1f0"),
  MACOS_ARM64(
      "macosx_11_0_arm64",
      "libmujoco.3.3.7.dylib",
      "2ac33837d51c03dad7f610ac721707ed6d18defae16d616d309468bc184f544e"),
  MACOS_X86_64(
      "macosx_10_16_x86_64",
      "libmujoco.3.3.7.dylib",
      "7d8616fa1bae897eb116330d710034299616aaf1fe78175520cda8088a643d60"),
  WINDOWS_X86_64(
      "win_amd64",
      "mujoco.dll",
      "39265b4f1fb76d9dd624d1ecf9d0cce69ada18aef08c3154eeda3647b32c2cd6");

  /** The version of the wheels. */
  static final String VERSION = "3.3.7";

  private final String wheelTag;
  private final String fileName;
  private final String sha256;

  Platform(String wheelTag, String fileName, String sha256) {
    this.wheelTag = wheelTag;
    this.fileName = fileName;
    this.sha256 = sha256;
  }

  /** The platform for Java's {@code os.name} and {@code os.arch}; empty if there is no wheel. */
  static Optional<Platform> of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean arm = osArch.equals("aarch64");
    if (!arm && !osArch.equals("amd64") && !osArch.equals("x86_64")) {
      return Optional.empty();
    }
    if (os.startsWith("linux")) {
      return Optional.of(arm ? LINUX_ARM64 : LINUX_X86_64);
    }
    if (os.startsWith("mac")) {
      return Optional.of(arm ? MACOS_ARM64 : MACOS_X86_64);
    }
    return os.startsWith("windows") && !arm ? Optional.of(WINDOWS_X86_64) : Optional.empty();
  }

  /** The platform of this process. */
  static Optional<Platform> current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /** The platform tag for pip. */
  String wheelTag() {
    return wheelTag;
  }

  /** The library's file name. */
  String fileName() {
    return fileName;
  }

  /** The library's path inside the wheel. */
  String wheelEntry() {
    return "mujoco/" + fileName;
  }

  /** SHA-256 of the library in hex. */
  String sha256() {
    return sha256;
  }

  /** The command that starts Python. */
  String python() {
    return this == WINDOWS_X86_64 ? "python" : "python3";
  }
}
