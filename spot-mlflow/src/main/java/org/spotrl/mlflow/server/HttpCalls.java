package org.spotrl.mlflow.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.spotrl.api.SpotVersion;

/**
 * HTTP with a server, for what MLflow's client lacks: files, and calls that must not be made twice.
 *
 * <p>Each request is made once, follows no redirection, and ends within the limits. Only that of an
 * upload is made anew if its connection breaks: a server closes those that were idle for some
 * seconds, which may be the very moment at which one is used again.
 */
final class HttpCalls {

  private static final String USER_AGENT = "spot/" + SpotVersion.current();
  private static final BodyHandler<String> TEXT = BodyHandlers.ofString(StandardCharsets.UTF_8);

  private final HttpClient client;
  private final String base;
  private final Optional<String> authorization;
  private final ServerErrors failures;
  private final TimeLimits limits;

  HttpCalls(
      ServerAddress address,
      Credentials credentials,
      boolean insecure,
      TimeLimits limits,
      ServerErrors failures) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.call())
            // As MLflow's client, which knows no proxies.
            .proxy(HttpClient.Builder.NO_PROXY);
    if (insecure) {
      builder.sslContext(Tls.trustingAll());
    }
    this.client = builder.build();
    this.base = address.base();
    this.authorization = credentials.authorization();
    this.limits = limits;
    this.failures = failures;
  }

  /** The server's address. */
  String base() {
    return base;
  }

  /** The text at an address below the server's. */
  String get(String path) {
    return text(path, request(uri(path)).GET());
  }

  /** The answer of MLflow's REST interface to a call, made once. */
  JsonAnswer post(String call, String json) {
    String body =
        text(
            call,
            request(uri("/api/2.0/mlflow/" + call))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    return JsonAnswer.parse(body).orElseThrow(() -> failures.strange(call, body));
  }

  /** The object that a GET of an address gives. */
  JsonAnswer getJson(String call, URI uri) {
    String body = text(call, request(uri).GET());
    return JsonAnswer.parse(body).orElseThrow(() -> failures.strange(call, body));
  }

  /** Removes what is at an address. */
  void delete(String call, URI uri) {
    text(call, request(uri).DELETE());
  }

  /**
   * Sends a file, as many bytes as it has when this begins.
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
    UploadedFile body = new UploadedFile(file);
    HttpRequest request =
        request(uri)
            .header("Content-Type", "application/octet-stream")
            .method(method, body.publisher())
            .build();
    try {
      check(call, await(call, client.sendAsync(request, TEXT), limits.stall(), body::bytes));
    } catch (ServerException e) {
      body.throwFailure();
      throw e;
    }
  }

  /**
   * Fetches a file; when this fails, a part of it may be written.
   *
   * @throws IOException if it cannot be written
   */
  void download(String call, URI uri, OutputStream to) throws IOException {
    DownloadedFile body = new DownloadedFile(to);
    HttpRequest request = request(uri).GET().build();
    try {
      check(call, await(call, client.sendAsync(request, body), limits.stall(), body::bytes));
    } catch (ServerException e) {
      body.throwFailure();
      throw e;
    }
  }

  private String text(String call, HttpRequest.Builder request) {
    HttpResponse<String> response =
        await(call, client.sendAsync(request.build(), TEXT), limits.call(), () -> 0);
    check(call, response);
    return response.body();
  }

  private URI uri(String path) {
    return URI.create(base + path);
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("User-Agent", USER_AGENT);
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private void check(String call, HttpResponse<String> response) {
    int status = response.statusCode();
    if (status < 200 || status > 299) {
      String body = response.headers().firstValue("Location").orElseGet(response::body);
      throw failures.answered(call, status, body);
    }
  }

  /**
   * Waits for an answer.
   *
   * @param window the time in which something has to happen
   * @param bytes how many have been transferred so far
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
            throw failures.late(call, window);
          }
          before = now;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.interrupted(call);
    } catch (ExecutionException e) {
      throw failures.broken(call, e);
    } finally {
      // Ends the exchange if it still goes on.
      answer.cancel(true);
    }
  }
}
