package org.spotrl.mlflow.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Writes the body of a successful answer to a stream as it comes; any other answer is text. */
final class DownloadedFile implements BodyHandler<String> {

  private final OutputStream to;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  DownloadedFile(OutputStream to) {
    this.to = to;
  }

  @Override
  public BodySubscriber<String> apply(ResponseInfo answer) {
    return answer.statusCode() / 100 == 2
        ? BodySubscribers.mapping(
            BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(this::write)), done -> "")
        : BodySubscribers.ofString(StandardCharsets.UTF_8);
  }

  /** Bytes written so far. */
  long bytes() {
    return bytes.get();
  }

  /** Throws what went wrong with the stream itself, if anything did. */
  void throwFailure() throws IOException {
    @Nullable IOException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  private void write(byte[] part) {
    try {
      to.write(part);
      bytes.addAndGet(part.length);
    } catch (IOException e) {
      failure.set(e);
      // Ends the exchange.
      throw new UncheckedIOException(e);
    }
  }
}
