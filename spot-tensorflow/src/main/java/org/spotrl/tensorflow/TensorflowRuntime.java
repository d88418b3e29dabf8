package org.spotrl.tensorflow;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.tensorflow.TensorFlow;

/** What is known of the TensorFlow library that this process uses. */
public final class TensorflowRuntime {

  /** The environment variable that switches oneDNN on, read when the library is loaded. */
  public static final String ONE_DNN_VARIABLE = "TF_ENABLE_ONEDNN_OPTS";

  /**
   * Environment variables by which TensorFlow and its libraries compute otherwise, in the last bits
   * at least: which kernels and instructions multiply matrices, in what precision, and whether
   * programs are compiled.
   */
  private static final List<String> NUMERICAL_VARIABLES =
      List.of(
          ONE_DNN_VARIABLE,
          "ONEDNN_MAX_CPU_ISA",
          "ONEDNN_DEFAULT_FPMATH_MODE",
          "DNNL_MAX_CPU_ISA",
          "DNNL_DEFAULT_FPMATH_MODE",
          "TF_SET_ONEDNN_FPMATH_MODE",
          "TF_ONEDNN_ASSUME_FROZEN_WEIGHTS",
          "TF_XLA_FLAGS",
          "XLA_FLAGS",
          "TF_DETERMINISTIC_OPS",
          "TF_USE_CUBLASLT",
          "TF_MATMUL_AUTOTUNE_ENABLE",
          "NVIDIA_TF32_OVERRIDE");

  private TensorflowRuntime() {}

  /**
   * The environment variables that change the bits of what is computed, each with its value in this
   * process; empty for one that is not set.
   */
  public static Map<String, String> numericalVariables() {
    return NUMERICAL_VARIABLES.stream()
        .collect(
            Collectors.toUnmodifiableMap(
                name -> name, name -> Objects.requireNonNullElse(System.getenv(name), "")));
  }

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
