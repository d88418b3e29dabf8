package org.spotrl.experiments.measure;

/** A process clock that a test advances. */
public final class FakeClock implements ProcessClock {

  private ProcessTime now = ProcessTime.ZERO;

  /** Advances the clock. */
  public void pass(double wallSeconds, double cpuSeconds) {
    now = now.plus(new ProcessTime(Math.round(wallSeconds * 1e9), Math.round(cpuSeconds * 1e9)));
  }

  @Override
  public ProcessTime now() {
    return now;
  }
}
