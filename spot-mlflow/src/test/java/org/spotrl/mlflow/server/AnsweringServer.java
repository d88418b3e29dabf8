package org.spotrl.mlflow.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server that gives configured responses and records the requests. */
final class AnsweringServer implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  AnsweringServer() throws IOException {
    this(HttpServer.create(loopback(), 0));
  }

  /** The JDK's HTTP server, bound but not started. */
  AnsweringServer(HttpServer server) {
    this.server = server;
    server.createContext("/", this::answer);
    server.start();
    answer("/version", 200, "3.17.2");
  }

  static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private record Answer(int status, String body, Map<String, String> header) {}

  /** A received request. */
  record Asked(String method, URI uri, String authorization, String body) {}

  String address() {
    return "http://127.0.0.1:" + port();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Sets the response for a path without its query. */
  AnsweringServer answer(String path, int status, String body) {
    answers.put(path, new Answer(status, body, Map.of()));
    return this;
  }

  /** Redirects a path to another address. */
  void redirect(String path, String location) {
    answers.put(path, new Answer(302, "", Map.of("Location", location)));
  }

  /** The requests so far. */
  List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    asked.add(
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI(),
            authorization == null ? "" : authorization,
            body));
    Answer answer =
        answers.getOrDefault(
            exchange.getRequestURI().getPath(), new Answer(404, "<h1>Not here</h1>", Map.of()));
    answer.header().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
