package org.spotrl.tensorflow;

import org.tensorflow.TensorFlow;

/** What is known of the TensorFlow library that this process uses. */
public final class TensorflowRuntime {

  /** The environment variable that switches oneDNN on, read when the library is loaded. */
  public static final String ONE_DNN_VARIABLE = "TF_ENABLE_ONEDNN_OPTS";

  private TensorflowRuntime() {}

  /**
   * The version of the native library; loads it.
   *
   * @throws LinkageError if the library for this platform is missing or cannot be loaded
   */
  public static String version() {
    return TensorFlow.version();
  }

  /** True if oneDNN was asked for: matrix products are up to a third faster with it. */
  public static boolean oneDnnEnabled() {
    return "1".equals(System.getenv(ONE_DNN_VARIABLE));
  }
}
