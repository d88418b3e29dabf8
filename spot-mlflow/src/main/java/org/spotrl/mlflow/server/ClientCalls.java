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
 * Calls through MLflow's client, with a time limit. The client has none, so each call runs on a
 * separate thread, and after a timeout the client is replaced.
 *
 * <p>The client repeats a call up to three times after an error, so calls here must be idempotent.
 * After the third status 429 it hangs, because it does not release its connections; the time limit
 * ends this, too.
 */
final class ClientCalls implements AutoCloseable {

  // Libraries in the client print to the console. The field keeps the loggers alive, because the
  // settings of an unreferenced logger are lost.
  private static final List<Logger> SILENT =
      List.of(Logger.getLogger("org.mlflow_project"), Logger.getLogger("org.mlflow"));

  private final Supplier<MlflowClient> clients;
  private final HttpCalls http;
  private Optional<Worker> current = Optional.empty();

  /** Creates calls with the time limits and errors of {@code http}. */
  ClientCalls(Supplier<MlflowClient> clients, HttpCalls http) {
    this.clients = clients;
    this.http = http;
    SILENT.forEach(logger -> logger.setLevel(Level.OFF));
  }

  /** A client and its thread. */
  private record Worker(MlflowClient client, ExecutorService thread) {

    /** Ends the client without waiting, because its call may never return. */
    void end() {
      // Closing may block on a connection that no longer answers.
      daemon("end of the MLflow client", client::close).start();
      thread.shutdownNow();
    }
  }

  /** Makes a call; messages use {@code name}. */
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

  /** Ends the client; a later call creates another one. */
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
