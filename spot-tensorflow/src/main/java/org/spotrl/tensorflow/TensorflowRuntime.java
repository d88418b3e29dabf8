package org.spotrl.tensorflow;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.tensorflow.TensorFlow;

/** The TensorFlow library of this process. */
public final class TensorflowRuntime {

  /** The environment variable that enables oneDNN; TensorFlow reads it when it is loaded. */
  public static final String ONE_DNN_VARIABLE = "TF_ENABLE_ONEDNN_OPTS";

  /**
   * Environment variables that change numerical results, at least in the last bits: they select
   * kernels, instructions and precision of matrix products, or turn compilation on.
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
   * The environment variables that change numerical results, with their values in this process; a
   * variable that is not set has an empty value.
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

  /** True if oneDNN is enabled: matrix products are then up to a third faster. */
  public static boolean oneDnnEnabled() {
    return "1".equals(System.getenv(ONE_DNN_VARIABLE));
  }
}
