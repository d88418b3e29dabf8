package org.spotrl.mlflow.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.random.RandomSequence;

/**
 * An HTTP proxy in front of a server that injects faults into chosen requests and forwards all
 * others. Each request gets a separate connection.
 */
public final class FaultyProxy implements AutoCloseable {

  private final URI target;
  private final List<Rule> rules = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private ServerSocket listener;
  private @Nullable RandomSequence chaos;
  private double chaosRate;

  private FaultyProxy(URI target) throws IOException {
    this.target = target;
    this.listener = listen(0);
    accept(listener);
  }

  /** Creates a proxy in front of a server. */
  public static FaultyProxy to(String address) throws IOException {
    return new FaultyProxy(URI.create(address));
  }

  /** A fault injected into a request. */
  public sealed interface Fault {

    /** The connection ends before the server sees the request. */
    record Drop() implements Fault {}

    /** The connection is reset before the server sees the request. */
    record Reset() implements Fault {}

    /** The server executes the request, but the response is lost. */
    record LoseAnswer() implements Fault {}

    /** The server executes the request, but the connection ends within the response. */
    record TruncateAnswer() implements Fault {}

    /** The server receives part of the request's body, then the connection ends. */
    record TruncateRequest() implements Fault {}

    /** The proxy forwards nothing and sends no response. */
    record Hang() implements Fault {}

    /** The server executes the request; the response is sent byte by byte with this pause in ms. */
    record Drip(long millis) implements Fault {}

    /** The proxy sends this response instead of the server's. */
    record Answer(int status, String body) implements Fault {}
  }

  /** A received request, with header names in lower case. */
  public record Request(String method, String path, List<String> header, int bodyBytes) {

    /** The value of a header field, empty if absent. */
    public String header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ": ";
      return header.stream()
          .filter(line -> line.startsWith(start))
          .map(line -> line.substring(start.length()))
          .findFirst()
          .orElse("");
    }
  }

  private static final class Rule {
    private final String part;
    private final Fault fault;
    private int times;

    Rule(String part, Fault fault, int times) {
      this.part = part;
      this.fault = fault;
      this.times = times;
    }
  }

  /** The address to use instead of the server's. */
  public String address() {
    return "http://127.0.0.1:" + listener.getLocalPort() + target.getRawPath();
  }

  /**
   * Injects a fault into the next matching requests.
   *
   * @param part a part of "METHOD path", for example {@code runs/log-batch} or {@code PUT}
   */
  public synchronized void fail(String part, Fault fault, int times) {
    rules.add(new Rule(part, fault, times));
  }

  /** Injects random faults except hangs into random requests. */
  public synchronized void chaos(RandomSequence random, double rate) {
    chaos = random;
    chaosRate = rate;
  }

  /** Stops injecting faults. */
  public synchronized void calm() {
    chaos = null;
    rules.clear();
  }

  /** Refuses new connections and closes open ones. */
  public synchronized void down() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** Listens again at the same address. */
  public synchronized void up() throws IOException {
    listener = listen(listener.getLocalPort());
    accept(listener);
  }

  /** The requests so far whose "METHOD path" contains this part. */
  public synchronized List<Request> requests(String part) {
    return requests.stream()
        .filter(request -> (request.method() + " " + request.path()).contains(part))
        .toList();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    down();
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private void accept(ServerSocket socket) {
    start(
        () -> {
          while (!socket.isClosed()) {
            try {
              Socket client = socket.accept();
              open.add(client);
              start(() -> serve(client));
            } catch (IOException e) {
              // Closed.
              return;
            }
          }
        });
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "faulty proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      List<String> head = head(in);
      if (head.isEmpty()) {
        return;
      }
      byte[] body = body(head, in, client);
      String[] line = head.get(0).split(" ", 3);
      Fault fault = next(new Request(line[0], line[1], lowerCase(head), body.length));
      if (fault instanceof Fault.Drop) {
        return;
      }
      if (fault instanceof Fault.Reset) {
        client.setSoLinger(true, 0);
        return;
      }
      if (fault instanceof Fault.Hang) {
        closed.await();
        return;
      }
      if (fault instanceof Fault.Answer answer) {
        answer(client, answer);
        return;
      }
      passOn(client, head, body, fault);
    } catch (IOException e) {
      // A side closed the connection, as intended by a test.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private synchronized @Nullable Fault next(Request request) {
    requests.add(request);
    String text = request.method() + " " + request.path();
    for (Iterator<Rule> each = rules.iterator(); each.hasNext(); ) {
      Rule rule = each.next();
      if (text.contains(rule.part)) {
        rule.times--;
        if (rule.times == 0) {
          each.remove();
        }
        return rule.fault;
      }
    }
    if (chaos == null || chaos.nextDouble() >= chaosRate) {
      return null;
    }
    return switch (chaos.nextInt(6)) {
      case 0 -> new Fault.Drop();
      case 1 -> new Fault.Reset();
      case 2 -> new Fault.LoseAnswer();
      case 3 -> new Fault.TruncateAnswer();
      case 4 -> new Fault.TruncateRequest();
      default -> new Fault.Answer(chaos.nextInt(2) == 0 ? 500 : 502, "chaos");
    };
  }

  private void passOn(Socket client, List<String> head, byte[] body, @Nullable Fault fault)
      throws IOException, InterruptedException {
    try (Socket server = new Socket(target.getHost(), target.getPort())) {
      open.add(server);
      OutputStream out = server.getOutputStream();
      StringBuilder text = new StringBuilder(head.get(0)).append("\r\nConnection: close\r\n");
      for (String line : head.subList(1, head.size())) {
        String name = line.toLowerCase(Locale.ROOT);
        if (!name.startsWith("connection:") && !name.startsWith("expect:")) {
          text.append(line).append("\r\n");
        }
      }
      out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
      if (fault instanceof Fault.TruncateRequest) {
        out.write(body, 0, body.length / 2);
        out.flush();
        return;
      }
      out.write(body);
      out.flush();
      byte[] answer = closing(server.getInputStream().readAllBytes());
      if (fault instanceof Fault.LoseAnswer) {
        return;
      }
      OutputStream back = client.getOutputStream();
      if (fault instanceof Fault.Drip drip) {
        for (byte b : answer) {
          back.write(b);
          back.flush();
          if (closed.await(drip.millis(), TimeUnit.MILLISECONDS)) {
            return;
          }
        }
        return;
      }
      back.write(answer, 0, fault instanceof Fault.TruncateAnswer ? cut(answer) : answer.length);
      back.flush();
    }
  }

  /** The middle of the response body, or of the header if there is no body. */
  private static int cut(byte[] answer) {
    int body = new String(answer, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
    return body < answer.length ? (body + answer.length) / 2 : answer.length / 2;
  }

  /** The response with the header "Connection: close". */
  private static byte[] closing(byte[] answer) {
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n");
    int body = text.indexOf("\r\n\r\n");
    if (end < 0 || body < 0) {
      return answer;
    }
    String head = text.substring(end, body).replaceAll("(?i)\r\nconnection:[^\r]*", "");
    return (text.substring(0, end) + "\r\nConnection: close" + head + text.substring(body))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void answer(Socket client, Fault.Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + answer.status()
            + " Made by a test\r\nConnection: close\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    OutputStream out = client.getOutputStream();
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
  }

  /** Reads the lines up to the empty line. */
  private static List<String> head(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b != '\n') {
        line.write(b);
        continue;
      }
      String text = line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
      line.reset();
      if (text.isEmpty()) {
        return lines;
      }
      lines.add(text);
    }
    return List.of();
  }

  private static byte[] body(List<String> head, InputStream in, Socket client) throws IOException {
    int length = 0;
    for (String line : lowerCase(head)) {
      if (line.startsWith("content-length: ")) {
        length = Integer.parseInt(line.substring(16).strip());
      }
      if (line.startsWith("expect: 100-continue")) {
        client
            .getOutputStream()
            .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return in.readNBytes(length);
  }

  private static List<String> lowerCase(List<String> head) {
    return head.stream()
        .map(
            line -> {
              int colon = line.indexOf(':');
              return colon < 0
                  ? line
                  : line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon);
            })
        .toList();
  }
}
