package org.spotrl.tensorflow.graph;

import org.tensorflow.proto.ConfigProto;

/**
 * Settings for running a graph.
 *
 * @param intraOpThreads threads for one operation; with 1, results are reproducible bit for bit
 */
public record SessionSettings(int intraOpThreads) {

  /** One thread: bit-exact, with the most updates per core. */
  public static final SessionSettings SINGLE_THREAD = new SessionSettings(1);

  /**
   * One hour. An update takes milliseconds; the limit only makes the executor run on one of
   * TensorFlow's threads. On Java's thread it becomes a quarter slower after some hundred updates.
   */
  private static final long TIMEOUT_MILLIS = 3_600_000;

  ConfigProto toProto() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(intraOpThreads)
        .setInterOpParallelismThreads(1)
        .setOperationTimeoutInMs(TIMEOUT_MILLIS)
        .setExperimental(
            ConfigProto.Experimental.newBuilder().setExecutorType("SINGLE_THREADED_EXECUTOR"))
        .build();
  }
}
