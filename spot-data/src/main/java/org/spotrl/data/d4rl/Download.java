package org.spotrl.data.d4rl;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.progress.ProgressListener;

/**
 * Fetches one file by HTTP. What has arrived is kept beside the target under a hidden name, and the
 * next attempt continues there, also after a kill. The file appears under its name only when it has
 * the size that the server states.
 */
public final class Download {

  private static final int ATTEMPTS = 4;
  private static final int BUFFER = 1 << 16;
  private static final int MEGABYTE = 1_000_000;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_POSSIBLE = 416;
  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+)");

  private final String url;
  private final Path target;
  private final Duration silence;
  private final AtomicLong arrived = new AtomicLong();
  private final AtomicLong total = new AtomicLong(-1);

  /** A download that fails after a minute in which nothing arrives. */
  public Download(String url, Path target) {
    this(url, target, Duration.ofMinutes(1));
  }

  Download(String url, Path target, Duration silence) {
    this.url = url;
    this.target = target;
    this.silence = silence;
  }

  /**
   * Fetches the file.
   *
   * @param progress gets the megabytes
   * @throws SpotRunException if the server cannot be reached, ends too early or sends another size;
   *     what has arrived is kept
   * @throws SpotInputException if the folder cannot be written to or has too little space
   */
  public void run(ProgressListener progress) {
    Path folder = target.toAbsolutePath().resolveSibling("");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new SpotInputException(
          "the folder '%s' for data sets cannot be made (%s); name another one by --data-dir"
              .formatted(folder, e.getMessage()),
          e);
    }
    Path partial = folder.resolve("." + target.getFileName() + ".part");
    Path version = folder.resolve("." + target.getFileName() + ".version");
    try (FileChannel file =
            FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(file)) {
      if (lock == null) {
        throw new SpotInputException(
            "another process fetches '%s' now; wait until it is done".formatted(target));
      }
      fetch(file, version, progress);
      file.force(true);
      AtomicFiles.rename(partial, target);
      Files.deleteIfExists(version);
    } catch (IOException e) {
      throw new SpotRunException(
          String.format(
              Locale.ROOT,
              "%s cannot be fetched: %s. %,d bytes of it are in '%s'; the same command continues"
                  + " there. Or get the file by other means and give its path (dataset.path)",
              url,
              reason(e),
              arrived.get(),
              partial),
          e);
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /**
   * Continues after a broken connection, as long as something arrives or some attempts are left.
   */
  private void fetch(FileChannel file, Path version, ProgressListener progress) throws IOException {
    int idle = 0;
    while (true) {
      long before = file.size();
      try {
        fetchOnce(file, version, progress);
        return;
      } catch (Refused e) {
        throw e;
      } catch (IOException e) {
        idle = file.size() > before ? 0 : idle + 1;
        if (idle >= ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** An answer that another attempt does not change. */
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private void fetchOnce(FileChannel file, Path version, ProgressListener progress)
      throws IOException {
    ExecutorService worker =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "fetching " + target.getFileName());
              thread.setDaemon(true);
              return thread;
            });
    try {
      Future<?> copy =
          worker.submit(
              () -> {
                copy(file, version);
                return null;
              });
      await(copy, progress);
    } finally {
      // After a stop, too: the thread hears the interrupt while it waits for the server.
      worker.shutdownNow();
    }
  }

  private void await(Future<?> copy, ProgressListener progress) throws IOException {
    long seen = -1;
    long since = System.nanoTime();
    while (true) {
      try {
        copy.get(200, TimeUnit.MILLISECONDS);
        report(progress);
        return;
      } catch (TimeoutException e) {
        report(progress);
        if (arrived.get() != seen) {
          seen = arrived.get();
          since = System.nanoTime();
        } else if (System.nanoTime() - since > silence.toNanos()) {
          throw new IOException("nothing arrived for %d s".formatted(silence.toSeconds()), e);
        }
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("it was interrupted", e);
      }
    }
  }

  private void report(ProgressListener progress) {
    if (total.get() > 0) {
      // Rounded up: a finished download is complete.
      long all = (total.get() + MEGABYTE - 1) / MEGABYTE;
      long done = arrived.get() == total.get() ? all : arrived.get() / MEGABYTE;
      progress.report("fetching MB", done, all, Map.of());
    }
  }

  private void copy(FileChannel file, Path version) throws IOException, InterruptedException {
    long start = file.size();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).timeout(silence).header("User-Agent", "spot");
    if (start > 0 && Files.exists(version)) {
      request.header("Range", "bytes=" + start + "-");
      request.header("If-Range", Files.readString(version));
    }
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(silence)
            .build();
    HttpResponse<InputStream> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      start = start(answer, start, file, version);
      requireSpace(total.get() - start);
      byte[] buffer = new byte[BUFFER];
      long position = start;
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
        while (bytes.hasRemaining()) {
          position += file.write(bytes, position);
        }
        arrived.set(position);
      }
      if (position != total.get()) {
        throw new IOException(
            String.format(Locale.ROOT, "it ended after %,d of %,d bytes", position, total.get()));
      }
    }
  }

  /** Where the server's answer begins in the file; remembers the size and the version. */
  private long start(HttpResponse<?> answer, long wanted, FileChannel file, Path version)
      throws IOException {
    Matcher range = RANGE.matcher(answer.headers().firstValue("Content-Range").orElse(""));
    long start = 0;
    if (answer.statusCode() == PARTIAL && range.matches()) {
      start = Long.parseLong(range.group(1));
      total.set(Long.parseLong(range.group(2)));
    } else if (answer.statusCode() == OK) {
      total.set(
          answer
              .headers()
              .firstValueAsLong("Content-Length")
              .orElseThrow(() -> new Refused("the server states no size")));
    } else if (answer.statusCode() == RANGE_NOT_POSSIBLE) {
      // More is there than the server has: it must be another file.
      file.truncate(0);
      throw new IOException("the server has another version of the file");
    } else {
      throw new Refused("the server answers %d".formatted(answer.statusCode()));
    }
    if (start != wanted) {
      file.truncate(start);
    }
    // A weak tag does not promise the same bytes. Without a version the next attempt starts anew.
    Optional<String> tag =
        answer
            .headers()
            .firstValue("ETag")
            .filter(text -> !text.startsWith("W/"))
            .or(() -> answer.headers().firstValue("Last-Modified"));
    if (tag.isPresent()) {
      Files.writeString(version, tag.get());
    } else {
      Files.deleteIfExists(version);
    }
    arrived.set(start);
    return start;
  }

  private void requireSpace(long needed) throws IOException {
    long free = Files.getFileStore(target.toAbsolutePath().resolveSibling("")).getUsableSpace();
    if (needed > free) {
      throw new Refused(
          String.format(
              Locale.ROOT,
              "it needs %,d MB more, but the disk of '%s' has %,d MB left; name another folder by"
                  + " --data-dir",
              needed / MEGABYTE,
              target.toAbsolutePath().resolveSibling(""),
              free / MEGABYTE));
    }
  }
}
