package org.spotrl.cli.benchmark;

import java.util.Locale;

/** A task of the benchmark. */
public enum BenchmarkTask {
  /** SPOT's policy phase: critic and, every second update, actor with the density term. */
  SPOT,
  /** Training of SPOT's conditional VAE. */
  VAE,
  /** TD3+BC's policy phase. */
  TD3BC;

  /** The name in results: {@code spot}, {@code vae}, {@code td3bc}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
