package org.spotrl.mlflow.sync;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.server.ServerRefused;

/**
 * The parts of a run that the server refuses, with reasons; the rest is sent. Thread-safe for
 * readers.
 */
final class Refusals {

  private final Map<String, String> reasons = new ConcurrentSkipListMap<>();

  /** Sends an item. */
  @FunctionalInterface
  interface Sending<E extends Exception> {
    void send() throws E;
  }

  /**
   * Sends an item and keeps the reason if it is refused.
   *
   * @param what for example {@code metric train/loss}
   * @return whether it was sent
   * @throws ServerRefused if all other calls would be refused, too: wrong credentials, deleted run
   */
  <E extends Exception> boolean send(String what, Sending<E> sending) throws E {
    try {
      sending.send();
      reasons.remove(what);
      return true;
    } catch (ServerRefused | SpotException e) {
      if (e instanceof ServerRefused r && (r.isUnauthorized() || r.isForbidden() || r.isAbsent())) {
        throw e;
      }
      add(what, e);
      return false;
    }
  }

  /**
   * Sends items in one call or, if that is refused, one by one.
   *
   * @param type type of the items, for example {@code metric}
   * @param items the items by name
   * @return the items that were sent
   */
  <T> Map<String, T> sendEach(String type, Map<String, T> items, Consumer<Map<String, T>> call) {
    try {
      call.accept(items);
      return items;
    } catch (ServerRefused | SpotInputException e) {
      Map<String, T> sent = new TreeMap<>(items);
      sent.entrySet()
          .removeIf(
              thing ->
                  !send(
                      type + " " + thing.getKey(),
                      () -> call.accept(Map.of(thing.getKey(), thing.getValue()))));
      return sent;
    }
  }

  static String reason(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  void add(String what, Exception failure) {
    reasons.put(what, reason(failure));
  }

  void remove(String what) {
    reasons.remove(what);
  }

  boolean contains(String what) {
    return reasons.containsKey(what);
  }

  /** A line for each refused item. */
  List<String> lines() {
    return reasons.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
  }
}
