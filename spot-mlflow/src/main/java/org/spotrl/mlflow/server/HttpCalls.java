package org.spotrl.mlflow.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.SpotVersion;
import tools.jackson.databind.JsonNode;

/**
 * HTTP calls to a server that MLflow's client cannot make: files, and calls that must not be
 * repeated.
 *
 * <p>A request is sent once, does not follow redirects, and ends within the time limits. Only an
 * upload is repeated if the connection breaks, because a server may close an idle connection just
 * as it is reused.
 */
final class HttpCalls {

  private static final String USER_AGENT = "spot/" + SpotVersion.current();
  private static final BodyHandler<String> TEXT = BodyHandlers.ofString(StandardCharsets.UTF_8);

  private final HttpClient client;
  private final String base;
  private final Optional<String> authorization;
  private final ServerErrors errors;
  private final TimeLimits limits;

  HttpCalls(
      ServerAddress address,
      Credentials credentials,
      Optional<SSLContext> tls,
      TimeLimits limits,
      ServerErrors errors) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.call())
            // As in MLflow's client, which does not support proxies.
            .proxy(HttpClient.Builder.NO_PROXY);
    tls.ifPresent(builder::sslContext);
    this.client = builder.build();
    this.base = address.base();
    this.authorization = credentials.authorization();
    this.limits = limits;
    this.errors = errors;
  }

  String base() {
    return base;
  }

  /** GETs a path of the server and returns the body. */
  String get(String path) {
    return text(path, request(URI.create(base + path)).GET());
  }

  /** Calls MLflow's REST API once and returns the response. */
  JsonNode post(String call, String json) {
    return errors.json(
        call,
        text(
            call,
            request(URI.create(base + "/api/2.0/mlflow/" + call))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))));
  }

  /** GETs a JSON object. */
  JsonNode getJson(String call, URI uri) {
    return errors.json(call, text(call, request(uri).GET()));
  }

  /** Sends a DELETE. */
  void delete(String call, URI uri) {
    text(call, request(uri).DELETE());
  }

  /**
   * Uploads a file with the length that it has at the start.
   *
   * @param method PUT or POST
   * @throws IOException if the file cannot be read
   */
  void upload(String call, String method, URI uri, Path file) throws IOException {
    try {
      uploadOnce(call, method, uri, file);
    } catch (ServerUnavailable e) {
      if (!e.isBroken()) {
        throw e;
      }
      uploadOnce(call, method, uri, file);
    }
  }

  private void uploadOnce(String call, String method, URI uri, Path file) throws IOException {
    Transfer transfer = new Transfer(Files.size(file));
    HttpRequest.Builder request =
        request(uri)
            .header("Content-Type", "application/octet-stream")
            .method(method, transfer.from(file));
    transfer(call, request, TEXT, transfer);
  }

  /**
   * Downloads a file; after a failure part of it may be written.
   *
   * @throws IOException if the file cannot be written
   */
  void download(String call, URI uri, OutputStream to) throws IOException {
    Transfer transfer = new Transfer(0);
    transfer(call, request(uri).GET(), transfer.to(to), transfer);
  }

  private void transfer(
      String call, HttpRequest.Builder request, BodyHandler<String> body, Transfer transfer)
      throws IOException {
    try {
      check(
          call,
          await(
              call,
              client.sendAsync(request.build(), body),
              limits.stall(),
              transfer.bytes::longValue));
    } catch (ServerException e) {
      @Nullable IOException failure = transfer.failure;
      if (failure != null) {
        throw failure;
      }
      throw e;
    }
  }

  private String text(String call, HttpRequest.Builder request) {
    return check(call, await(call, client.sendAsync(request.build(), TEXT)));
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("User-Agent", USER_AGENT);
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private String check(String call, HttpResponse<String> response) {
    if (response.statusCode() / 100 != 2) {
      String body = response.headers().firstValue("Location").orElseGet(response::body);
      throw errors.answered(call, response.statusCode(), body);
    }
    return response.body();
  }

  <T> T await(String call, CompletableFuture<T> answer) {
    return await(call, answer, limits.call(), () -> 0);
  }

  /**
   * Waits for a response.
   *
   * @param window time limit without progress
   * @param bytes number of bytes transferred so far
   */
  private <T> T await(
      String call, CompletableFuture<T> answer, Duration window, LongSupplier bytes) {
    long before = 0;
    try {
      while (true) {
        try {
          return answer.get(window.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          long now = bytes.getAsLong();
          if (now - before < limits.leastBytes()) {
            throw errors.late(call, window);
          }
          before = now;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerUnavailable("interrupted while waiting for MLflow at " + base + ", " + call);
    } catch (ExecutionException e) {
      throw errors.broken(call, e);
    } finally {
      // Ends the exchange if it is still running.
      answer.cancel(true);
    }
  }

  /** Counts transferred bytes and keeps a failure to read or write the local file. */
  private static final class Transfer {
    private final AtomicLong bytes = new AtomicLong();
    private final long length;
    private volatile @Nullable IOException failure;

    Transfer(long length) {
      this.length = length;
    }

    /** A body with the file's present length, even if the file grows meanwhile. */
    BodyPublisher from(Path file) {
      return length == 0
          ? BodyPublishers.noBody()
          : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> open(file)), length);
    }

    /** Streams the body of a successful response to {@code out}; reads any other body as text. */
    BodyHandler<String> to(OutputStream out) {
      return answer ->
          answer.statusCode() / 100 == 2
              ? BodySubscribers.mapping(
                  BodySubscribers.ofByteArrayConsumer(
                      chunk -> chunk.ifPresent(content -> write(content, out))),
                  done -> "")
              : BodySubscribers.ofString(StandardCharsets.UTF_8);
    }

    private void write(byte[] chunk, OutputStream out) {
      try {
        out.write(chunk);
        bytes.addAndGet(chunk.length);
      } catch (IOException e) {
        failure = e;
        // Ends the exchange.
        throw new UncheckedIOException(e);
      }
    }

    private InputStream open(Path file) {
      try {
        return new FilterInputStream(Files.newInputStream(file)) {
          @Override
          public int read(byte[] to, int offset, int count) throws IOException {
            long left = length - bytes.get();
            try {
              int got = left == 0 ? -1 : super.read(to, offset, (int) Math.min(count, left));
              if (got < 0 && left > 0) {
                throw new IOException("it was truncated while it was read");
              }
              bytes.addAndGet(Math.max(got, 0));
              return got;
            } catch (IOException e) {
              failure = e;
              throw e;
            }
          }
        };
      } catch (IOException e) {
        failure = e;
        return InputStream.nullInputStream();
      }
    }
  }
}
