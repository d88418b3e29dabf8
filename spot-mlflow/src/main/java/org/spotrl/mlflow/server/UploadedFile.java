package org.spotrl.mlflow.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A file as the body of a request: of the length that it has now, even if it grows meanwhile. */
final class UploadedFile {

  private final Path file;
  private final long length;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  UploadedFile(Path file) throws IOException {
    this.file = file;
    this.length = Files.size(file);
  }

  /** The body. */
  BodyPublisher publisher() {
    return length == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::open), length);
  }

  /** Bytes read so far. */
  long bytes() {
    return bytes.get();
  }

  /** Throws what went wrong with the file itself, if anything did. */
  void throwFailure() throws IOException {
    @Nullable IOException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  private InputStream open() {
    try {
      return new Counted(Files.newInputStream(file));
    } catch (IOException e) {
      failure.set(e);
      return InputStream.nullInputStream();
    }
  }

  private final class Counted extends FilterInputStream {

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int count) throws IOException {
      long left = length - bytes.get();
      if (left == 0) {
        return -1;
      }
      try {
        int got = super.read(to, offset, (int) Math.min(count, left));
        if (got < 0) {
          throw new IOException("it became shorter while it was read");
        }
        bytes.addAndGet(got);
        return got;
      } catch (IOException e) {
        failure.set(e);
        throw e;
      }
    }
  }
}
