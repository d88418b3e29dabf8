package org.spotrl.mlflow.folder;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that changes only when it is set. */
public final class SettableClock extends Clock {

  private final AtomicLong millis;

  public SettableClock(long millis) {
    this.millis = new AtomicLong(millis);
  }

  public void set(long now) {
    millis.set(now);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("milliseconds know no zone");
  }
}
