package org.spotrl.data.d4rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.error.SpotStoppedException;
import org.spotrl.api.progress.ProgressListener;

/** Fetches from a server of this process that answers as the test says. */
class DownloadTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path temp;
  private final byte[] content = new byte[3_000_000];
  private final List<String> ranges = new ArrayList<>();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;
  private Path target;

  /** The bytes after which the connection breaks, for each request; the last one for all others. */
  private final List<Integer> breaks = new ArrayList<>();

  private String version = "\"one\"";
  private int status = 200;
  private boolean hangs;

  @BeforeEach
  void startServer() throws IOException {
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31 + i / 251);
    }
    target = temp.resolve("data").resolve("hopper.hdf5");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(workers);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stopServer() {
    end.countDown();
    server.stop(0);
    workers.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      String condition = exchange.getRequestHeaders().getFirst("If-Range");
      ranges.add(String.valueOf(range));
      exchange.getResponseHeaders().set("ETag", version);
      int start = 0;
      int code = status;
      if (range != null && version.equals(condition)) {
        start = Integer.parseInt(range.replaceAll("\\D", ""));
        code = 206;
        exchange
            .getResponseHeaders()
            .set(
                "Content-Range",
                "bytes %d-%d/%d".formatted(start, content.length - 1, content.length));
      }
      int stop =
          breaks.isEmpty() ? content.length : breaks.size() == 1 ? breaks.get(0) : breaks.remove(0);
      exchange.sendResponseHeaders(code, content.length - start);
      exchange.getResponseBody().write(content, start, Math.max(0, stop - start));
      exchange.getResponseBody().flush();
      if (hangs) {
        end.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Download download(Duration silence) {
    String address = "http://%s:%d/hopper.hdf5";
    return new Download(
        address.formatted(
            server.getAddress().getAddress().getHostAddress(), server.getAddress().getPort()),
        target,
        silence);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(target.getParent())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileIsFetchedWithProgressAndNothingElseIsLeft() throws IOException {
    List<String> reports = new ArrayList<>();

    download(PATIENCE)
        .run((activity, done, total, figures) -> reports.add(activity + " " + done + "/" + total));

    assertThat(Files.readAllBytes(target)).isEqualTo(content);
    assertThat(files()).containsExactly("hopper.hdf5");
    assertThat(reports).last().isEqualTo("fetching MB 3/3");
  }

  @Test
  void aBrokenConnectionContinuesWhereItBroke() throws IOException {
    breaks.addAll(List.of(1_000_000, 2_000_000, content.length));

    download(PATIENCE).run(ProgressListener.NONE);

    assertThat(Files.readAllBytes(target)).isEqualTo(content);
    // The last bytes before a break may not have arrived.
    assertThat(ranges).hasSize(3).first().isEqualTo("null");
    assertThat(ranges.get(1)).matches("bytes=[1-9]\\d*-");
    assertThat(ranges.get(2)).matches("bytes=[1-9]\\d*-");
  }

  @Test
  void afterAFailureTheNextCommandContinues() throws IOException {
    // The server breaks each connection at the same byte: attempts end when nothing arrives.
    breaks.add(1_000_000);

    assertThatThrownBy(() -> download(PATIENCE).run(ProgressListener.NONE))
        .isInstanceOf(SpotRunException.class)
        .hasMessageMatching("(?s).*[1-9][\\d,]* bytes of it are in.*")
        .hasMessageContaining("the same command continues");
    assertThat(target).doesNotExist();
    ranges.clear();
    breaks.clear();

    download(PATIENCE).run(ProgressListener.NONE);

    assertThat(Files.readAllBytes(target)).isEqualTo(content);
    assertThat(ranges).singleElement().asString().matches("bytes=[1-9]\\d*-");
  }

  @Test
  void anotherVersionOfTheFileIsFetchedFromItsStart() throws IOException {
    breaks.add(1_000_000);
    assertThatThrownBy(() -> download(PATIENCE).run(ProgressListener.NONE))
        .isInstanceOf(SpotRunException.class);
    breaks.clear();
    version = "\"two\"";
    Arrays.fill(content, (byte) 7);

    download(PATIENCE).run(ProgressListener.NONE);

    assertThat(Files.readAllBytes(target)).isEqualTo(content);
  }

  @Test
  void aRefusalIsReportedAtOnce() {
    status = 404;

    assertThatThrownBy(() -> download(PATIENCE).run(ProgressListener.NONE))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining("the server answers 404")
        .hasMessageContaining("dataset.path");
    assertThat(ranges).hasSize(1);
    assertThat(target).doesNotExist();
  }

  @Test
  void aServerThatSendsNothingMoreIsGivenUp() {
    hangs = true;
    breaks.add(1000);

    assertThatThrownBy(() -> download(Duration.ofMillis(300)).run(ProgressListener.NONE))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining("nothing arrived for");
  }

  @Test
  void aStopEndsADownloadThatHangs() {
    hangs = true;
    breaks.add(1000);
    ProgressListener stop =
        (activity, done, total, figures) -> {
          throw new SpotStoppedException();
        };

    assertThatThrownBy(() -> download(PATIENCE).run(stop)).isInstanceOf(SpotStoppedException.class);
    assertThat(target).doesNotExist();
  }
}
