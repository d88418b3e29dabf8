package org.spotrl.mlflow.sync;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what a sync has sent; read by other threads while it works. */
final class TransferCounter {

  private final AtomicLong points = new AtomicLong();
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong others = new AtomicLong();

  void points(long count) {
    points.addAndGet(count);
  }

  void file(long size) {
    files.incrementAndGet();
    bytes.addAndGet(size);
  }

  /** A label, a state, a link, a file removed: a change that is no point and no file. */
  void change() {
    others.incrementAndGet();
  }

  TransferSize amount() {
    return new TransferSize(points.get(), files.get(), bytes.get());
  }

  /** Grows with each thing sent. */
  long changes() {
    return points.get() + files.get() + others.get();
  }
}
