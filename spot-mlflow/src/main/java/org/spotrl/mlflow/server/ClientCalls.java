package org.spotrl.mlflow.server;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.mlflow.tracking.MlflowClient;

/**
 * Calls through MLflow's client, which has no time limits: each runs on a thread of the client's
 * own, and a client whose call takes too long is given up for a new one.
 *
 * <p>The client makes a call three times when the server answers with an error, so only calls that
 * may be repeated belong here. Asked to slow down (429) it waits, and waits for ever when that
 * happens a third time, as it keeps the connections; the limit ends that as well.
 */
final class ClientCalls implements AutoCloseable {

  // The libraries in the client print to the console by themselves; what the client logs goes
  // through SLF4J. Held here, because Java forgets the settings of loggers that nobody holds.
  private static final List<Logger> SILENT =
      List.of(Logger.getLogger("org.mlflow_project"), Logger.getLogger("org.mlflow"));

  private final Supplier<MlflowClient> clients;
  private final HttpCalls http;
  private Optional<Worker> current = Optional.empty();

  /** Calls with the time limits and the errors of {@code http}. */
  ClientCalls(Supplier<MlflowClient> clients, HttpCalls http) {
    this.clients = clients;
    this.http = http;
    SILENT.forEach(logger -> logger.setLevel(Level.OFF));
  }

  /** A client and the only thread that uses it. */
  private record Worker(MlflowClient client, ExecutorService thread) {

    /** Ends it without waiting: what the thread does now may never end by itself. */
    void end() {
      // Closing may wait for a connection that answers no more.
      daemon("end of the MLflow client", client::close).start();
      thread.shutdownNow();
    }
  }

  /** Makes a call; {@code name} stands for it in messages. */
  synchronized <T> T call(String name, Function<MlflowClient, T> call) {
    Worker worker = current.orElseGet(this::start);
    try {
      return http.await(
          name, CompletableFuture.supplyAsync(() -> call.apply(worker.client()), worker.thread()));
    } catch (ServerUnavailable e) {
      close();
      throw e;
    }
  }

  /** Ends the client; a later call makes another one. */
  @Override
  public synchronized void close() {
    current.ifPresent(Worker::end);
    current = Optional.empty();
  }

  private Worker start() {
    Worker worker =
        new Worker(
            clients.get(),
            Executors.newSingleThreadExecutor(work -> daemon("MLflow client", work)));
    current = Optional.of(worker);
    return worker;
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
